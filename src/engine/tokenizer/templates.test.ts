import { PreTrainedTokenizer } from "@huggingface/transformers";
import { describe, expect, test } from "vitest";
import { byteTokenizers } from "../../testing/byte-tokenizers.ts";
import { TEMPLATES } from "../../testing/templates.ts";
import type { Message } from "./conversation.ts";
import { asJudged, tokenised } from "./sequence.ts";
import { Tokenizer } from "./tokenizer.ts";

const user = (content: string): Message => ({ role: "user", content });
const assistant = (content: string): Message => ({ role: "assistant", content });
const system: Message = { role: "system", content: "Be brief." };

/**
 * What a policy writes after the template's prompt, for templates where this is more than the answer and the end token.
 */
const TURN_END: Record<string, string> = {
  "Llama 2": " </s>",
  "Llama 3": "<|eot_id|>",
  Gemma: "<end_of_turn>\n",
  "Phi-3": "<|end|>\n<|endoftext|>",
};
const NO_SYSTEM = ["Gemma", "Mistral"];

describe.each(Object.entries(TEMPLATES))("%s", (name, { template, special, bos, eos }) => {
  const json = {
    ...byteTokenizers.qwen.json,
    added_tokens: special.map((content, i) => ({ id: 256 + i, content, special: true, normalized: false })),
  };
  const config = { bos_token: bos, eos_token: eos, chat_template: template };
  const tokenizer = new Tokenizer(json, config);
  const hub = new PreTrainedTokenizer(json, config);
  const applied = (messages: readonly Message[], add_generation_prompt = false) =>
    hub.apply_chat_template([...messages], {
      ...{ add_generation_prompt, return_tensor: false, return_dict: false },
    }) as number[];
  const idOf = (text: string) => hub.encode(text, { add_special_tokens: false });

  test("conversations are the tokens that transformers.js gives them, whole", () => {
    const prompts = [[user("two?")], [user("two?"), assistant("2"), user(" why? ")]];
    if (!NO_SYSTEM.includes(name)) prompts.push([system, user("two?")]);
    for (const prompt of prompts) {
      const response = [assistant("so, 1 + 1")];
      const { promptIds, responseIds } = tokenised(tokenizer, { prompt, response });
      expect([...promptIds, ...responseIds]).toEqual(applied([...prompt, ...response]));
      expect(tokenizer.promptIds(prompt)).toEqual(applied(prompt, true));
      expect(tokenizer.decode(responseIds).trim()).toBe("so, 1 + 1");
    }
  });

  test("a system message where the template has no place for one is refused in the template's words", () => {
    const asked = () => tokenised(tokenizer, { prompt: [system, user("q")], response: [assistant("a")] });
    if (NO_SYSTEM.includes(name)) expect(asked).toThrow(/chat template does not write this.*(System|Only user)/);
    else expect(asked).not.toThrow();
  });

  test("what a policy writes is judged as the whole conversation is read, up to its last token", () => {
    const { responseIds, promptIds } = tokenised(tokenizer, { prompt: "two?", response: "2" });
    const [ending = -1] = idOf((TURN_END[name] ?? eos).trim());
    const judged = asJudged(tokenizer, { prompt: "two?", ids: [...idOf("2"), ending], isFinished: true });
    // DeepSeek-R1's template begins the thought in the prompt, and leaves thoughts out of finished conversations.
    const whole = [...promptIds, ...responseIds];
    if (name === "DeepSeek-R1") expect(judged.responseIds).toEqual(responseIds);
    else if (name === "Llama 2") expect(judged.responseIds.slice(-2)).toEqual(responseIds.slice(-2));
    else expect([...judged.promptIds, ...judged.responseIds]).toEqual(whole);
    const unfinished = asJudged(tokenizer, { prompt: "two?", ids: idOf("2"), isFinished: false });
    expect(unfinished.responseIds.slice(unfinished.opening)).toEqual(idOf("2"));
  });
});

import { PreTrainedTokenizer } from "@huggingface/transformers";
import { describe, expect, test } from "vitest";
import { BYTE_VOCABULARY, byteTokenizers, CHAT_ML, IM_END, IM_START, LLAMA_3 } from "../../testing/byte-tokenizers.ts";
import type { Message } from "./conversation.ts";
import { sequenceOf, tokenised } from "./sequence.ts";
import { Tokenizer } from "./tokenizer.ts";

const { json, config } = byteTokenizers.smollm2;
const withTemplate = (chat_template: unknown) => new Tokenizer(json, { ...config, chat_template });
const bytes = (text: string) => [...new TextEncoder().encode(text)];

test("a prompt is what a person says, up to where the answer begins; the answer ends as the template ends it", () => {
  const tokenizer = withTemplate(CHAT_ML);
  const { promptIds, responseIds } = sequenceOf(tokenizer, { prompt: "two?", response: "2" }, 64, "pair 1");
  const expected = [IM_START, "user\ntwo?", IM_END, "\n", IM_START, "assistant\n"];
  expect(tokenizer.decode(promptIds)).toBe("user\ntwo?\nassistant\n");
  expect(promptIds.filter((id) => id >= BYTE_VOCABULARY - 3)).toEqual(
    expected.filter((part) => typeof part === "number"),
  );
  expect(responseIds).toEqual([...bytes("2"), IM_END, ...bytes("\n")]);
  expect(tokenizer.encodePrompt("two?", 64)).toEqual(promptIds);
});

describe.each(Object.entries({ ChatML: CHAT_ML, "Llama 3": LLAMA_3 }))(
  "a conversation under a template like that of %s",
  (_, template) => {
    const tokenizer = withTemplate(template);
    const hub = new PreTrainedTokenizer(json, { ...config, chat_template: template });
    const applied = (messages: readonly Message[], add_generation_prompt: boolean) =>
      hub.apply_chat_template([...messages], {
        add_generation_prompt,
        return_tensor: false,
        return_dict: false,
      }) as number[];
    const prompt: Message[] = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "two?" },
      { role: "assistant", content: "2" },
      { role: "user", content: "why?" },
    ];

    test("has the ids that transformers gives it, every turn a message of its own", () => {
      expect(tokenizer.promptIds(prompt)).toEqual(applied(prompt, true));
      expect(tokenizer.promptIds("two?")).toEqual(applied([{ role: "user", content: "two?" }], true));
    });

    test.each([
      ["one turn", [{ role: "assistant", content: "so" }]],
      [
        "several turns",
        [
          { role: "assistant", content: "so" },
          { role: "user", content: "ah?" },
          { role: "assistant", content: "1 + 1" },
        ],
      ],
    ] satisfies [string, Message[]][])("is what transformers makes of prompt and response of %s", (_, response) => {
      const { promptIds, responseIds } = tokenised(tokenizer, { prompt, response });
      expect([...promptIds, ...responseIds]).toEqual(applied([...prompt, ...response], false));
      expect(promptIds).toEqual(applied(prompt, true));
    });
  },
);

test("a template that takes back what it wrote of the prompt has no response that begins anywhere", () => {
  const forgetful = withTemplate("{{ messages[-1]['content'] }}:");
  expect(forgetful.promptIds("q")).toEqual(bytes("q:"));
  expect(() => tokenised(forgetful, { prompt: "q", response: "a" })).toThrow(
    /otherwise once more is said.*chat_template/,
  );
});

test("without a template a conversation is a transcript, the assistant's turn begun", () => {
  const plain = new Tokenizer(json, config);
  const prompt: Message[] = [
    { role: "system", content: "s" },
    { role: "user", content: "q" },
  ];
  const response: Message[] = [
    { role: "assistant", content: "a" },
    { role: "user", content: "why?" },
    { role: "assistant", content: "so" },
  ];
  const { promptIds, responseIds } = tokenised(plain, { prompt, response });
  expect(plain.decode(promptIds)).toBe("System: s\n\nHuman: q\n\nAssistant:");
  expect(plain.decode(responseIds)).toBe(" a\n\nHuman: why?\n\nAssistant: so");
});

test("of several templates the default one is taken; where none is, their names are told", () => {
  const several = [
    { name: "tool_use", template: "no" },
    { name: "default", template: CHAT_ML },
  ];
  expect(withTemplate(several).promptIds("two?")).toEqual(withTemplate(CHAT_ML).promptIds("two?"));
  const others = withTemplate(["tool_use", "rag"].map((name) => ({ name, template: CHAT_ML })));
  expect(() => others.promptIds("two?")).toThrow(/None of the chat templates.*chat_template\).*tool_use, rag/);
});

test("a template in a file of its own goes before that of the config", () => {
  const own = new Tokenizer(json, { ...config, chat_template: "no" }, { template: CHAT_ML });
  expect(own.promptIds("two?")).toEqual(withTemplate(CHAT_ML).promptIds("two?"));
});

test("what a person types is text, whatever it looks like to a template", () => {
  const tokenizer = withTemplate(CHAT_ML);
  expect(tokenizer.decode(tokenizer.promptIds("{{ eos_token }}"))).toContain("{{ eos_token }}");
});

test.each([
  ["{% for message in messages %}", /chat template cannot be used.*chat_template\)/],
  ["{{ raise_exception('Roles must alternate') }}", /Roles must alternate.*chat_template\)/],
])("a template that cannot be used is named: %s", (template, said) => {
  expect(() => withTemplate(template).promptIds("two?")).toThrow(said);
});

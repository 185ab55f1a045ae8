import { describe, expect, test } from "vitest";
import { byteTokenizers, CHAT_ML } from "../../testing/byte-tokenizers.ts";
import { exportedModel, tinyModel } from "../../testing/tiny-models.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { exportedGraphs } from "../checkpoint/exported-graph.ts";
import { memorySource } from "../checkpoint/source.ts";
import { denseBatch } from "../onnx/token-batch.ts";
import { openCausalLM } from "../policy/onnx-causal-lm.ts";
import { Asking } from "../tokenizer/asking.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import { transcripts } from "../tokenizer/conversation.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { openJudge } from "../transformers/open-judge.ts";
import { answerIds, checkGenerativeSettings, GENERATIVE_DEFAULTS } from "./generative-settings.ts";
import type { ProcessRewards } from "./judge.ts";
import { judgeName } from "./judge.ts";

const wasm = { backend: "wasm", threads: 1 } as const;
const settings = { ...GENERATIVE_DEFAULTS, question: "{prompt} {response} ok?", begin: "<", good: "y", bad: "n" };

/** The id of a printable character in GPT-2's byte alphabet, whose vocabulary is in the order of bytes. */
const byte = (character: string) => character.charCodeAt(0);

function tokenizerWith(template: string | null) {
  const { json, config } = byteTokenizers.qwen;
  return new Tokenizer(json, config, template === null ? {} : { template });
}

/** A tiny model over bytes that writes conversations as ChatML. */
function chatting() {
  const files = tinyModel({ seed: 6, valueHead: false, tokenizer: "qwen" });
  return files.set("chat_template.jinja", new TextEncoder().encode(CHAT_ML));
}

describe("a language model judges by its answer", () => {
  test("the reward is the log-odds of the two answers after the question, of a decoder and of its exported graph", async () => {
    const files = chatting();
    const checkpoint = await loadCheckpoint(memorySource(files));
    const tokenizer = checkpointTokenizer(checkpoint);
    const lm = await openCausalLM(checkpoint, wasm);
    const logOdds = async (solution: string) => {
      const text = `<|im_start|>user\n2+2? ${solution} ok?<|im_end|>\n<|im_start|>assistant\n<`;
      const ids = tokenizer.encode(text, { addSpecialTokens: false });
      const { logits, cache } = await lm.forward(denseBatch(1, ids, 0), null, 1);
      cache.dispose();
      return (logits[byte("y")] as number) - (logits[byte("n")] as number);
    };
    const expected = [await logOdds(""), Number.NaN, await logOdds("a"), Number.NaN, await logOdds("a\nb")];
    await lm.release();
    const said = { prompt: "2+2?", response: "a\nb", beginnings: [{ end: 1, text: "a" }] };
    const asked = [{ promptIds: [], responseIds: [1, 2, 3, 4], said }];
    const exported = await exportedModel(files);
    const [graph = null] = exportedGraphs([...exported].map(([path, { length: size }]) => ({ path, size })));
    for (const [source, form] of [[memorySource(files), null] as const, [memorySource(exported), graph] as const]) {
      const { model } = await openJudge(source, form, settings, wasm);
      const [found] = await model.processRewardsOf(asked);
      await model.release();
      expect([found?.prompt, ...(found?.tokens ?? [])]).toEqual(
        expected.map((x) => (Number.isNaN(x) ? x : expect.closeTo(x, 3))),
      );
      expect(judgeName("tiny", model)).toBe("tiny (log-odds of “y” over “n”, prefix by prefix)");
    }
    expect(new Set(expected.filter((x) => !Number.isNaN(x))).size).toBe(3);
  });

  test("a question that ends with the response is read before it, too: its end is the prompt's then", async () => {
    const plain = tinyModel({ seed: 6, valueHead: false, tokenizer: "qwen" });
    const asked = { ...settings, question: "{prompt} {response}", begin: "" };
    const { model } = await openJudge(memorySource(plain), null, asked, wasm);
    const said = { prompt: "2+2?", response: "a", beginnings: [] };
    const [found] = await model.processRewardsOf([{ promptIds: [], responseIds: [1], said }]);
    await model.release();
    const { prompt, tokens } = found as ProcessRewards;
    expect(Number.isFinite(prompt) && prompt !== tokens[0]).toBe(true);
  });

  test("asked at the end alone, nothing is read before it", async () => {
    const { model } = await openJudge(memorySource(chatting()), null, { ...settings, at: "end" }, wasm);
    const said = { prompt: "2+2?", response: "ab", beginnings: [{ end: 0, text: "a" }] };
    const [found] = await model.processRewardsOf([{ promptIds: [], responseIds: [1, 2], said }]);
    await model.release();
    expect([found?.prompt, ...(found?.tokens ?? [])].map((x) => Number.isNaN(x))).toEqual([true, true, false]);
  });

  test("each step can be a turn of its own, the ones before answered as right", () => {
    const chat = tokenizerWith(CHAT_ML).writing;
    const turns = new Asking({ ...settings, question: "{prompt} {response}", begin: "", turns: true }, chat);
    expect(turns.whole({ prompt: "2+2?", response: "a\n\nb" })).toBe(
      "<|im_start|>user\n2+2? a<|im_end|>\n<|im_start|>assistant\ny<|im_end|>\n<|im_start|>user\nb<|im_end|>\n<|im_start|>assistant\n",
    );
  });

  test("without a chat template the question is the text, and no end token follows", () => {
    const asking = new Asking({ ...settings, system: "Judge." }, transcripts);
    expect(asking.whole({ prompt: "{response}", response: "$& a" })).toBe("Judge.\n\n{response} $& a ok?<");
    expect(asking.endsItself).toBe(true);
  });
});

describe("settings are refused, naming", () => {
  test.each([
    ["a question without the response", { question: "{prompt}?" }, /question.*\{response\} once/],
    ["a question that names the prompt last", { question: "{response} {prompt}" }, /\{prompt\} before \{response\}/],
    ["an unknown field", { template: "" }, /template/],
    ["no answer", { good: "" }, /good/],
  ])("%s", (_, change, message) => {
    expect(() => checkGenerativeSettings({ ...settings, ...change }, "judge")).toThrow(message);
  });

  test.each([
    ["an answer of several tokens", { good: "yes" }, /"yes" is not one token.*judge, good.*3 tokens: "y", "e", "s"/],
    ["two answers that are the same", { bad: "y" }, /same token.*"y" and "y"/],
    ["turns without a chat template", { turns: true }, /no chat template.*judge, turns/],
  ])("%s", (_, change, message) => {
    const tokenizer = tokenizerWith(null);
    expect(() => answerIds({ ...settings, ...change }, tokenizer, "judge")).toThrow(message);
  });

  test("a classifier, which gives no probabilities of tokens", async () => {
    const files = tinyModel({ seed: 9, valueHead: true, classifier: true });
    await expect(openJudge(memorySource(files), null, settings, wasm)).rejects.toThrow(/no probabilities of tokens/);
  });
});

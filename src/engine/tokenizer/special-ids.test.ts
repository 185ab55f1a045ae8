import { describe, expect, test } from "vitest";
import { BYTE_VOCABULARY, byteTokenizers, ENDOFTEXT, IM_END } from "../../testing/byte-tokenizers.ts";
import { parseConfig } from "../checkpoint/config.ts";
import { checkpointTokenizer } from "./checkpoint-tokenizer.ts";
import { sequenceOf } from "./sequence.ts";
import { trainingIds } from "./special-ids.ts";

const config = parseConfig({
  model_type: "gpt2",
  vocab_size: BYTE_VOCABULARY,
  n_embd: 8,
  n_layer: 1,
  n_head: 2,
  eos_token_id: ENDOFTEXT,
});
const read = (name: keyof typeof byteTokenizers, eosTokenIds = config.eosTokenIds) =>
  checkpointTokenizer({ name, config: { ...config, eosTokenIds }, tokenizer: byteTokenizers[name] });

describe("what training needs of a tokenizer", () => {
  test.each([
    ["smollm2", IM_END, 0],
    ["qwen", IM_END, ENDOFTEXT],
    ["gpt2", ENDOFTEXT, 0],
  ] as const)("%s", (name, eosId, padId) => {
    expect(trainingIds(read(name))).toEqual({ eosId, padId });
  });

  test("without a token that ends a text there is nothing to score", () => {
    expect(() => trainingIds(read("gpt2", []))).toThrow(/eos_token\)\. Expected a token that ends a text.*none/);
  });
});

describe.each(["smollm2", "qwen", "gpt2"] as const)("a pair under %s", (name) => {
  test("ends with the token that is scored, and begins with a token to predict from", () => {
    const tokenizer = read(name);
    const { promptIds, responseIds } = sequenceOf(tokenizer, { prompt: "two?", response: "2" }, 32, "pair 1");
    expect(tokenizer.decode(promptIds)).toBe("two?");
    expect(responseIds).toEqual(["2".charCodeAt(0), trainingIds(tokenizer).eosId]);
    expect(() => sequenceOf(tokenizer, { prompt: "", response: "2" }, 32, "pair 1")).toThrow(
      /The prompt is empty.*\(pair 1\)/,
    );
  });
});

import { describe, expect, test } from "vitest";
import { loadTextSide } from "../engine/checkpoint/checkpoint.ts";
import { memorySource } from "../engine/checkpoint/source.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import { checkpointTokenizer } from "../engine/tokenizer/checkpoint-tokenizer.ts";
import { tokenised } from "../engine/tokenizer/sequence.ts";
import { openForeignJudge } from "../engine/transformers/foreign-judge.ts";
import { BYTES_FROM, CLS, SEP, tinyJudge } from "./tiny-judge.ts";

const GRAPH = { precision: "fp32" as const, graph: "onnx/model.onnx", data: [] };

async function opened(files: ReadonlyMap<string, Uint8Array>, options: RuntimeOptions) {
  const source = memorySource(files);
  const text = await loadTextSide(source);
  const tokenizer = checkpointTokenizer(text);
  return { tokenizer, judge: await openForeignJudge(source, GRAPH, { text, tokenizer }, options) };
}

const idsOf = (text: string) => [...new TextEncoder().encode(text)].map((byte) => BYTES_FROM + byte);
const sum = (ids: readonly number[]) => ids.reduce((total, id) => total + id, 0);

/** A sequence classifier that is no decoder, on one backend. */
export function describeJudge(options: RuntimeOptions): void {
  describe(`a classifier on ${options.backend}`, { timeout: 60_000 }, () => {
    test("reads question and answer as a pair, and each prefix by itself where a step ends", async () => {
      const { tokenizer, judge } = await opened(tinyJudge(), options);
      const exchange = { prompt: "two?", response: "1+1\n2" };
      const sequence = tokenised(tokenizer, exchange);
      expect(sequence.promptIds).toEqual([CLS, ...idsOf("two?"), SEP]);
      expect(sequence.responseIds).toEqual([...idsOf("1+1\n2"), SEP]);
      const beginnings = [{ end: 2, text: "1+1" }];
      const [rewards, bare] = await judge.processRewardsOf([
        { ...sequence, said: { ...exchange, beginnings } },
        { ...sequence, said: { ...exchange, beginnings: [] } },
      ]);
      const asked = CLS + sum(idsOf("two?")) + SEP;
      const read = (text: string) => asked + sum(idsOf(text)) + SEP + 1000 * (text.length + 1);
      expect(rewards?.prompt).toBe(read(""));
      expect([...(rewards?.tokens ?? [])]).toEqual([NaN, NaN, read("1+1"), NaN, NaN, read("1+1\n2")]);
      expect([...(bare?.tokens ?? [])]).toEqual([NaN, NaN, NaN, NaN, NaN, read("1+1\n2")]);
      const long = { prompt: "two?", response: "7".repeat(64), beginnings: [] };
      await expect(judge.processRewardsOf([{ ...sequence, said: long }])).rejects.toThrow(
        /at most 64 tokens, found 71/,
      );
      await judge.release();
    });

    test("of several labels is no judge", async () => {
      const { judge } = await opened(tinyJudge({ labels: 2 }), options);
      const said = { prompt: "q", response: "a", beginnings: [] };
      await expect(judge.processRewardsOf([{ promptIds: [CLS], responseIds: [5], said }])).rejects.toThrow(
        /one label.*found logits of shape 2 × 2/,
      );
      await judge.release();
    });
  });
}

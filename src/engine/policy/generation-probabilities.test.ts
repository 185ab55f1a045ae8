import { expect, test } from "vitest";
import type { CausalLM } from "./causal-lm.ts";
import { generationProbabilities, RAW } from "./generation-probabilities.ts";

test("the logits of a batch stay within 256 MB, however many words there are", async () => {
  const vocabSize = 2 ** 22;
  const batches: number[] = [];
  const even: CausalLM = {
    vocabSize,
    contextLength: 8,
    eosTokenIds: [],
    async forward({ rows, length }, _, kept) {
      batches.push(rows);
      const cache = { rows, length, dispose: () => {} };
      return { logits: new Float32Array(rows * kept * vocabSize), cache };
    },
    selectRows: async (cache) => cache,
    release: async () => {},
  };
  const responses = Array.from({ length: 5 }, () => ({ promptIds: [1, 2, 3], responseIds: [4] }));
  const q = await generationProbabilities(even, responses, RAW);
  expect(batches).toEqual([4, 1]);
  expect(q).toEqual(responses.map(() => [1 / vocabSize]));
});

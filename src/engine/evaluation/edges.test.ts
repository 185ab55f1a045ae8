import { expect, test } from "vitest";
import { sigmoid } from "../statistics/logistic.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { plainText, wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { consistencyEdges, stepEdges } from "./edges.ts";
import { exactValues } from "./exact-values.ts";
import { jumpBound } from "./jump-bound.ts";

test("an edge is broken where the reward moves further than the token's probability allows", () => {
  const edges = consistencyEdges([0, 2, 2, -2], [0.9, 1, 0.2]);
  expect(edges.map(({ broken }) => broken)).toEqual([true, false, false]);
  expect(edges[0]?.delta).toBeCloseTo(sigmoid(2) - 0.5, 12);
  expect(edges[2]?.bound).toBeCloseTo(0.8, 12);
});

test("tokens whose reward has not come yet have no edge", () => {
  expect(consistencyEdges([0, 1], [0.5, 0.5, 0.5])).toHaveLength(1);
  expect(consistencyEdges([], [0.5])).toEqual([]);
});

test("from step end to step end the probabilities of the tokens in between multiply", () => {
  const [first, second] = stepEdges([0, 9, 1, -9, 1], [0.9, 0.5, 1, 0.5], [0, 2, 4]);
  expect(first).toMatchObject({ from: 0, to: 2, bound: expect.closeTo(0.55), broken: false });
  expect(first?.delta).toBeCloseTo(sigmoid(1) - 0.5, 12);
  expect(second).toMatchObject({ from: 2, to: 4, delta: 0, bound: expect.closeTo(0.5) });
  // A step end whose reward has not arrived yet makes no edge.
  expect(stepEdges([0, 1], [0.9, 0.5], [0, 1, 2])).toHaveLength(1);
});

test("exact values keep the bound over any stretch of tokens, and a student's slip uses it up", () => {
  const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(256));
  const used: number[] = [];
  for (const problem of wordProblems.problems({ split: "test", n: 4, seed: 5 })) {
    for (const attempt of wordProblems.attempts(problem)) {
      const ids = tokenizer.encode(plainText(attempt), { addSpecialTokens: false });
      const { prompt, tokens, q } = exactValues(wordProblems, tokenizer, problem, ids);
      const values = [prompt, ...tokens] as number[];
      for (let from = 0; from < ids.length; from++) {
        for (let to = from + 1; to <= ids.length; to++) {
          const moved = Math.abs((values[to] as number) - (values[from] as number));
          const bound = jumpBound(q, from, to);
          expect(moved).toBeLessThanOrEqual(bound + 1e-9);
          if (bound > 0.1) used.push(moved / bound);
        }
      }
    }
  }
  expect(Math.max(...used)).toBeGreaterThan(0.5);
});

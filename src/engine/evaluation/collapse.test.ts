import { describe, expect, test } from "vitest";
import type { PolicyResponse } from "../policy/respond.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { distributions, wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { collapseOf, isRepetitive } from "./collapse.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(128));
// Two shorter problems might have the same solution.
const settings = distributions.out;
const solutions = wordProblems.problems({ split: "test", n: 300, seed: 0, settings }).map(({ solution }) => solution);

function response(text: string, finish: PolicyResponse["finish"] = "eos"): PolicyResponse {
  const ids = tokenizer.encode(text, { addSpecialTokens: false });
  return { ids, q: ids.map(() => 1), text, finish };
}

describe("repetition", () => {
  test("is not what solutions of problems do, nor large numbers", () => {
    expect(solutions.filter((text) => isRepetitive(response(text).ids))).toEqual([]);
    expect(isRepetitive(response("11 + 11 = 22; answer 22").ids)).toBe(false);
    expect(isRepetitive(response("3 * 6 = 18; 3 * 6 = 18; answer 18").ids)).toBe(false);
  });

  test.each([
    ["one token", "apples ".repeat(12)],
    ["a step", "3 * 6 = 18; 3 * 6 = 18; 3 * 6 = 18;"],
    ["a step within a longer response", `4 + 5 = 9; ${"3 * 6 = 18; ".repeat(3)} answer 18`],
    ["two steps", "1 + 2 = 3; 3 + 4 = 7; ".repeat(3)],
    ["a block that begins late and is cut off", `answer 1; ${"2 + 2 = 4; 7 ".repeat(4)} 2 +`],
  ])("is found: %s", (_, text) => {
    expect(isRepetitive(response(text).ids)).toBe(true);
  });

  test("ends where the tokens change", () => {
    const block = [5, 6, 7, 8, 9];
    expect(isRepetitive([...block, ...block, 1, ...block, ...block])).toBe(false);
    expect(isRepetitive([...block, ...block, ...block])).toBe(true);
    expect(isRepetitive([])).toBe(false);
  });
});

describe("a policy", () => {
  const healthy = solutions.map((text) => [response(text), response(`${text}; answer 1`)]);

  test("that answers has not collapsed", () => {
    expect(collapseOf(healthy)).toEqual({
      shares: { empty: 0, repetitive: 0, endless: 0, uniform: 0 },
      found: [],
    });
  });

  /** A third of the prompts get only the given response as answers. */
  const spoilt = (bad: PolicyResponse) => healthy.map((answers, i) => (i % 3 === 0 ? [bad, bad] : answers));

  test.each([
    ["empty", response(" ")],
    ["repetitive", response("3 + 3 = 6; ".repeat(8))],
    ["endless", response("3 + 3 = 6", "length")],
    ["endless", response("3 + 3 = 6", "context")],
    ["uniform", response("answer 7")],
  ] as const)("that collapses is named: %s", (kind, bad) => {
    const { found, shares } = collapseOf(spoilt(bad));
    expect(found).toContain(kind);
    expect(shares[kind]).toBeCloseTo(1 / 3, 2);
  });

  test("with a bad answer now and then has not collapsed", () => {
    const bad = response("3 + 3 = 6; ".repeat(8), "length");
    const { found, shares } = collapseOf(healthy.map((answers, i) => (i % 10 === 0 ? [bad, bad] : answers)));
    expect(found).toEqual([]);
    expect(shares.repetitive).toBeCloseTo(0.1, 9);
  });
});

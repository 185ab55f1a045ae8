import { expect, test } from "vitest";
import { wordProblems } from "../../../engine/world/index.ts";
import { compareRewards, largestDifferences } from "./compared.ts";
import { examplePair } from "./example-pair.ts";

test("an example's chosen response is right, its rejected one has a mistake that is known by name", () => {
  for (let seed = 0; seed < 30; seed++) {
    const { prompt, chosen, rejected } = examplePair(seed);
    const problem = wordProblems.solve(prompt);
    expect(wordProblems.verify(problem, chosen)).toMatchObject({ correct: true, firstWrongStep: -1 });
    const { steps, firstWrongStep, misconception } = wordProblems.verify(problem, rejected);
    expect(firstWrongStep).toBeGreaterThanOrEqual(0);
    expect(misconception).not.toBeNull();
    expect(steps.slice(0, firstWrongStep).every(({ status }) => status === "right")).toBe(true);
  }
});

const responses = [
  { first: [0, 1], second: [10, 12] },
  { first: [2], second: [14] },
];

test("differences are second minus first; without each run's own offset they sum to nothing", () => {
  expect(compareRewards(responses, "raw").map(({ differences }) => differences)).toEqual([[10, 11], [12]]);
  const centred = compareRewards(responses, "centred").flatMap(({ differences }) => differences);
  expect(centred.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0);
  expect(compareRewards(responses, "sigma")[0]?.first[0]).toBe(0.5);
});

test("marks the largest differences of either sign", () => {
  expect(largestDifferences([0.1, -0.9, 0, 0.5, 0.2])).toEqual([1, 3, 4]);
  expect(largestDifferences([0, 0])).toEqual([]);
});

import { expect, test } from "vitest";
import { lengthStatistics, pairLengths } from "./length-statistics.ts";

test("lengths are spread by nearest rank, and a tie is half a win of the longer", () => {
  const lengths = Array.from({ length: 20 }, (_, i) => ({ prompt: 5, chosen: i + 1, rejected: i < 4 ? i + 1 : 3 }));
  const { prompt, chosen, whole, chosenLonger } = lengthStatistics(lengths);
  expect(prompt).toEqual({ min: 5, median: 5, mean: 5, p95: 5, max: 5 });
  expect(chosen).toEqual({ min: 1, median: 10, mean: 10.5, p95: 19, max: 20 });
  expect(whole.max).toBe(25);
  expect(chosenLonger).toBe((16 + 4 / 2) / 20);
});

test("every pair of a comparison counts", () => {
  const comparison = { kind: "comparison", prompt: "q", chosen: ["a"], rejected: ["b", "c"] } as const;
  expect(pairLengths(comparison, 2, [1, 3, 4])).toEqual([
    { prompt: 2, chosen: 1, rejected: 3 },
    { prompt: 2, chosen: 1, rejected: 4 },
  ]);
});

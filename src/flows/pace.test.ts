import { describe, expect, test } from "vitest";
import { Pace, StagePace } from "./pace.ts";

describe("a pace", () => {
  test("is the mean of what pieces took", () => {
    const pace = new Pace();
    expect(pace.secondsFor(10)).toBeNull();
    pace.took(2, 1);
    pace.took(4, 3);
    expect(pace.secondsFor(10)).toBe(15);
  });

  test("is not that of a tab that slept: such a piece counts as three", () => {
    const pace = new Pace();
    pace.took(1, 1);
    pace.took(3600, 1);
    expect(pace.secondsFor(1)).toBe(2);
  });
});

describe("a stage", () => {
  const lefts = (compiles: boolean, counts: readonly (readonly [stage: string, done: number, at: number])[]) => {
    const pace = new StagePace({ compiles });
    return counts.map(([stage, done, at]) => pace.secondsLeft({ stage, done, of: 100 }, at));
  };
  const counts = [
    ["scoring", 60, 5_000],
    ["scoring", 70, 7_000],
    ["scoring", 80, 8_000],
    ["figures", 0, 9_000],
    ["figures", 50, 10_000],
  ] as const;

  test("is paced since it began, not by what was there before", () => {
    expect(lefts(false, counts)).toEqual([null, 6, 3, null, 1]);
  });

  test("whose first piece compiles is paced from behind it", () => {
    expect(lefts(true, counts)).toEqual([null, null, 2, null, null]);
  });
});

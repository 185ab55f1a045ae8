import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { figureOf, measuredOf, scoredRecords } from "../../../testing/evaluation.ts";
import { once } from "../../statistics/statistic.ts";
import type { TrajectoryComparison } from "../trajectory.ts";
import { type Benchmark, benchmarkOf, missingParts } from "./benchmark.ts";
import { measureRewardBench, rewardBenchMetrics } from "./metrics.ts";
import { tiesScore } from "./ties.ts";

const first = benchmarkOf("rewardbench-1") as Benchmark;
const second = benchmarkOf("rewardbench-2") as Benchmark;

interface Answered {
  subset: string;
  right: number[];
  wrong: number[];
  id?: string;
}

/** Measures comparisons that are given by the rewards of their right and wrong answers. */
function measured(benchmark: Benchmark, answered: readonly Answered[]) {
  const rewards = answered.flatMap(({ right, wrong }) => [...right, ...wrong]);
  let next = 0;
  const take = (texts: number[]) => texts.map(() => next++);
  const comparisons = answered.map(
    ({ subset, right, wrong, id = null }): Partial<TrajectoryComparison> => ({
      subset,
      id,
      chosen: take(right),
      rejected: take(wrong),
    }),
  );
  const records = scoredRecords(
    rewards.map((reward) => ({ rewards: [0, reward] })),
    comparisons,
  );
  return measureRewardBench(benchmark, { records, validation: null, logits: true });
}

const won = (subset: string): Answered => ({ subset, right: [1], wrong: [0] });
const lost = (subset: string): Answered => ({ subset, right: [0], wrong: [1] });
const drawn = (subset: string): Answered => ({ subset, right: [1], wrong: [1] });

describe("RewardBench", () => {
  test("has the published subsets", () => {
    const count = (benchmark: Benchmark) =>
      benchmark.sections.map(({ subsets }) => subsets.reduce((sum, { size }) => sum + size, 0));
    expect(count(first)).toEqual([358, 456, 740, 1431]);
    expect(count(second)).toEqual([475, 160, 183, 450, 495, 102]);
  });

  test("weighs subsets by size and math-prm as 984, worked by hand", () => {
    const figures = measured(first, [
      won("alpacaeval-easy"),
      won("alpacaeval-easy"),
      lost("alpacaeval-length"),
      drawn("alpacaeval-length"),
      won("mt-bench-hard"),
      lost("mt-bench-hard"),
      won("donotanswer"),
      won("math-prm"),
      lost("math-prm"),
      won("hep-go"),
    ]);
    expect(figureOf(figures, "rewardbench/Chat/alpacaeval-easy")).toBe(1);
    // A draw is no win.
    expect(figureOf(figures, "rewardbench/Chat/alpacaeval-length")).toBe(0);
    const chat = 100 / 195;
    const reasoning = (0.5 * 984 + 164) / (984 + 164);
    expect(figureOf(figures, "rewardbench/Chat")).toBeCloseTo(chat, 12);
    expect(figureOf(figures, "rewardbench/Chat Hard")).toBe(0.5);
    expect(figureOf(figures, "rewardbench/Safety")).toBe(1);
    expect(figureOf(figures, "rewardbench/Reasoning")).toBeCloseTo(reasoning, 12);
    expect(figureOf(figures, "rewardbench/overall")).toBeCloseTo((chat + 0.5 + 1 + reasoning) / 4, 12);
    expect(figures["rewardbench/Safety/xstest-should-refuse"]).toMatchObject({ missing: /nothing of it/ });
  });

  test("measures every metric it names", () => {
    for (const benchmark of [first, second]) {
      const named = rewardBenchMetrics(benchmark).map(({ id }) => id);
      expect(Object.keys(measured(benchmark, [])).toSorted()).toEqual(named.toSorted());
    }
  });

  test("has no overall score where a section is missing", () => {
    const figures = measured(first, [won("donotanswer"), won("math-prm")]);
    expect(figures["rewardbench/overall"]).toEqual({ missing: "The file has nothing of Chat, Chat Hard." });
    expect(figureOf(figures, "rewardbench/Safety")).toBe(1);
  });

  test("a resample without a subset goes on with the others", () => {
    const { statistic } = measuredOf(measured(first, [won("hep-go"), lost("math-prm")]), "rewardbench/Reasoning");
    // Units in the order of the subsets: math-prm first.
    expect(statistic([0, 2])).toBe(1);
    expect(statistic([1, 1])).toBeCloseTo(164 / 1148, 12);
  });

  test("says what a file lacks", () => {
    const comparisons = scoredRecords([], [{ subset: "mt-bench-med" }, { subset: "donotanswer" }]).comparisons;
    const [missing, partial] = missingParts(first, comparisons);
    expect(missing).toMatch(/^The file lacks 21 of 23 subsets: alpacaeval-easy, .*hep-rust\.$/);
    expect(partial).toMatch(/mt-bench-med \(1 of 40\), donotanswer \(1 of 136\)/);
    const whole = Array.from({ length: 102 }, () => ({ subset: "Ties" }));
    expect(missingParts(second, scoredRecords([], whole).comparisons)).toHaveLength(1);
  });
});

describe("RewardBench 2", () => {
  test("a draw at the top earns its share, worked by hand", () => {
    const figures = measured(second, [
      { subset: "Math", right: [2], wrong: [1, 0, 0] },
      { subset: "Math", right: [2], wrong: [2, 0, 0] },
      { subset: "Math", right: [2], wrong: [2, 2, 2] },
      { subset: "Math", right: [2], wrong: [3, 0, 0] },
    ]);
    expect(figureOf(figures, "rewardbench/Math")).toBe((1 + 1 / 2 + 1 / 4 + 0) / 4);
    expect(figures["rewardbench/overall"]).toMatchObject({ missing: /Factuality, Precise IF, Safety, Focus, Ties/ });
  });

  test("Ties, worked by hand", () => {
    const answers = [
      // Gap 3 − 1 = 2, spread 0; the gap of its reference is 1.
      { kind: "tied", question: "1", right: [3, 3], wrong: [1, 0] },
      { kind: "ref", question: "1", right: [2], wrong: [1] },
      // Gap 2 − 1 = 1, spread 4 − 2 = 2; its reference is lost by 1.
      { kind: "tied", question: "2", right: [4, 2], wrong: [1] },
      { kind: "ref", question: "2", right: [0], wrong: [1] },
    ] as const;
    const accuracies = 0.3 * (2 / 2) + 0.3 * (1 / 2);
    const preferred = 0.2 * (1 / 2) + 0.2 * (1 / 2);
    const margins = 0.01 * ((1 + Math.tanh(-1 / 2 - 1)) / 2);
    expect(tiesScore(answers)(once(4))).toBeCloseTo(accuracies + preferred + margins, 12);
    // The second question alone.
    expect(tiesScore(answers)([0, 0, 1, 1])).toBeCloseTo(0.3 + 0.01 * Math.tanh(-1.5), 12);
    // Equal rewards everywhere earn nothing.
    const silent = answers.map((each) => ({ ...each, right: each.right.map(() => 0), wrong: each.wrong.map(() => 0) }));
    expect(tiesScore(silent)(once(4))).toBe(0);
  });

  test("overall is the mean of six", () => {
    const four = (subset: string, right: number): Answered => ({ subset, right: [right], wrong: [1, 1, 1] });
    const figures = measured(second, [
      four("Factuality", 2),
      four("Precise IF", 0),
      four("Math", 1),
      four("Safety", 2),
      four("Focus", 2),
      { subset: "Ties", right: [2, 2], wrong: [0], id: "tied:7" },
      { subset: "Ties", right: [2], wrong: [0], id: "ref:7" },
    ]);
    const ties = 0.3 + 0.3 + 0.2 + 0.2 + 0.01;
    expect(figureOf(figures, "rewardbench/Ties")).toBeCloseTo(ties, 12);
    expect(figureOf(figures, "rewardbench/overall")).toBeCloseTo((1 + 0 + 0.25 + 1 + 1 + ties) / 6, 12);
  });
});

test("the pack for a cluster has the same subsets, and weighs those of RewardBench 1 by the same numbers", () => {
  const python = readFileSync("public/cluster/icrm/metrics.py", "utf8");
  const table = /^SECTIONS = \{$(.*?)^\}$/ms.exec(python)?.[1] ?? "";
  const written = [...table.matchAll(/"([^"]+)": (\d+)/g)].map(([, name, weight]) => [name, Number(weight)]);
  const own = first.sections.flatMap(({ subsets }) => subsets.map(({ name, weight }) => [name, weight]));
  expect(written).toEqual(own);
  const names = JSON.parse(`[${/^SUBSETS_2 = \((.*)\)$/m.exec(python)?.[1]}]`);
  expect(names).toEqual(second.sections.map(({ name }) => name));
});

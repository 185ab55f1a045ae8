import { expect, test } from "vitest";
import { resample } from "../../engine/statistics/bootstrap.ts";
import { mean } from "../../engine/statistics/statistic.ts";
import { lawCells } from "./law.ts";
import { lawLines, lawPoints, lawSentence, type TrainedLawCell } from "./law-results.ts";
import { byMetric, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import { fullPlan } from "./plan.ts";
import type { SeedFigures } from "./summary.ts";
import { ICRM, REFERENCE, UNIFORM } from "./variants.ts";

const PROBLEMS = 50;

/** Models of two seeds that are right on `right` of fifty problems, in every figure. */
function models(right: number): SeedFigures<RewardMetricId>[] {
  const values = Array.from({ length: PROBLEMS }, (_, i) => Number(i < right));
  const problems = values.map((_, i) => `${i}`);
  const figure = resample(mean(values), problems, { resamples: 200, seed: 0 });
  return [0, 1].map((seed) => ({ seed, figures: byMetric(rewardMetrics, () => figure) }));
}

const law = { size: 64, values: { pairs: [16, 64], cue: [], events: [], fillers: [] } };
const [few, many] = lawCells({ ...fullPlan, law });

function trained(cell: typeof few, icrm: number, grm: number, uniform: number): TrainedLawCell {
  const own = new Map([
    [ICRM, models(icrm)],
    [REFERENCE, models(grm)],
    [UNIFORM, models(uniform)],
  ]);
  return { cell: cell as TrainedLawCell["cell"], models: own };
}

test("the benefit is ICRM's figure less that of GRM, and of uniform weights", () => {
  // Whatever the order of cells: 45 of 50 against 20 and 44; 40 against 40 and 40.
  const lines = lawLines(lawPoints([trained(many, 40, 40, 40), trained(few, 45, 20, 44)]));
  const values = lines.map(({ compared, metric, points }) => [
    compared,
    metric.name,
    ...points.map(({ value, difference }) => [value, Math.round(100 * difference.value)]),
  ]);
  expect(values).toEqual([
    ["ICRM, ρ 0.5 instead of GRM", "first-error F1", [16, 50], [64, 0]],
    ["ICRM, ρ 0.5 instead of GRM", "ρ with V*, tokens", [16, 50], [64, 0]],
    ["ICRM, ρ 0.5 instead of mutual × uniform", "first-error F1", [16, 2], [64, 0]],
    ["ICRM, ρ 0.5 instead of mutual × uniform", "ρ with V*, tokens", [16, 2], [64, 0]],
  ]);
  const [overGrm, , overUniform] = lines.map(lawSentence);
  expect(overGrm).toContain("training pairs; ICRM, ρ 0.5 instead of GRM, first-error F1: +50.0 points [");
  expect(overGrm).toMatch(/at 16, 0\.0 points \[.*\] at 64: the benefit shrinks\.$/);
  expect(overUniform).toMatch(/the benefit is not seen to change\.$/);
});

test("a dial that was turned once has no trend, and none that was not turned", () => {
  const lines = lawLines(lawPoints([trained(few, 45, 20, 44)]));
  expect(lines).toHaveLength(4);
  expect(lawSentence(lines[0] as (typeof lines)[0])).toMatch(/^training pairs; .* at 16\.$/);
});

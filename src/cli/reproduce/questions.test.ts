import { expect, test } from "vitest";
import { resample } from "../../engine/statistics/bootstrap.ts";
import { mean } from "../../engine/statistics/statistic.ts";
import { byMetric, policyMetrics, type ResampledFigures, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import type { GridCell } from "./plan.ts";
import { type Answer, answers, type TrainedCell, type TunedPolicies } from "./questions.ts";
import type { SeedFigures } from "./summary.ts";

const PROBLEMS = 50;

function share(right: number) {
  const values = Array.from({ length: PROBLEMS }, (_, i) => Number(i < right));
  return resample(
    mean(values),
    values.map((_, i) => `${i}`),
    { resamples: 200, seed: 0 },
  );
}

/**
 * Models of three seeds that are right on `right` of fifty problems in every figure, except for the figures in
 * `single`.
 */
function models(right: number, single: Partial<Record<RewardMetricId, number>> = {}): SeedFigures<RewardMetricId>[] {
  const figures: ResampledFigures<RewardMetricId> = byMetric(rewardMetrics, ({ id }) => share(single[id] ?? right));
  return [0, 1, 2].map((seed) => ({ seed, figures }));
}

const cell: GridCell = { tuning: "head", cue: "spurious", size: 32, variants: [] };
const cells: TrainedCell[] = [
  {
    cell,
    models: new Map([
      ["grm", models(20)],
      ["icrm", models(45, { bestOf16: 20, bestOf4: 45 })],
      ["uniform", models(45)],
      ["inverse", models(10)],
      ["prm", models(45)],
      ["prm_icrm", models(50)],
    ]),
  },
];

const policies = (right: number) =>
  [0, 1].map((seed) => ({ seed, figures: byMetric(policyMetrics, () => share(right)) }));
const tuned: TunedPolicies[] = [
  {
    where: "clean, rate 0.1",
    condition: "clean",
    learningRate: 0.1,
    policies: new Map([
      ["icrm", policies(40)],
      ["grm", policies(20)],
    ]),
  },
  {
    where: "clean, rate 0.5",
    condition: "clean",
    learningRate: 0.5,
    policies: new Map([
      ["icrm", policies(5)],
      ["grm", policies(5)],
    ]),
  },
];

const all = answers(cells, tuned);
const answer = (id: string) => all.find((each) => each.id === id) as Answer;
/** // Comparison, figure, verdict, and the difference in hundredths. */
const told = (id: string, compared: string) =>
  answer(id)
    .findings.filter((finding) => finding.compared === compared)
    .map(({ metric, verdict, difference }) => [metric.name, verdict, Math.round(100 * difference.value)]);

test("all questions are answered, in sentences", () => {
  expect(all.map(({ id }) => id)).toEqual([
    "consistency",
    "generation",
    "cost",
    "process",
    "policies",
    "over-optimisation",
    "not",
  ]);
  for (const { sentences } of all) expect(sentences.length).toBeGreaterThan(0);
});

test("consistency is held against GRM in the figures of steps, its cost in those of answers", () => {
  const helps = told("consistency", "ICRM, ρ 0.5 instead of GRM");
  expect(helps).toHaveLength(6);
  expect(helps[0]).toEqual(["first-error F1", "helps", 50]);
  expect(answer("consistency").sentences[1]).toContain("with 32 pairs, spurious cue, head alone");
  expect(told("cost", "ICRM, ρ 0.5 instead of GRM")).toEqual([
    ["pairs", "helps", 50],
    ["pairs, out of distribution", "helps", 50],
    ["pairs, cue reversed", "helps", 50],
    ["best of 16", "unseen", 0],
  ]);
});

test("the generation probability is told by what takes it away, and by what turns it round", () => {
  const verdicts = (compared: string) => told("generation", compared).map(([, verdict]) => verdict);
  expect(verdicts("ICRM, ρ 0.5 instead of mutual × uniform")).toEqual(Array(6).fill("unseen"));
  expect(verdicts("ICRM, ρ 0.5 instead of mutual × inverse")).toEqual(Array(6).fill("helps"));
  // Variants that were not trained are not compared.
  expect(told("generation", "ICRM, ρ 0.5 instead of mutual × shuffled")).toEqual([]);
});

test("process supervision is approached, and added to", () => {
  const near = told("process", "ICRM, ρ 0.5 instead of PRM");
  expect(near.find(([name]) => name === "first-error F1")).toEqual(["first-error F1", "unseen", 0]);
  expect(told("process", "PRM + ICRM instead of PRM")[0]?.[2]).toBe(10);
});

test("more choice, and a larger rate, may make answers worse", () => {
  const chosen = answer("over-optimisation").findings.find(({ where }) => where.startsWith("by ICRM, ρ 0.5 "));
  expect([chosen?.verdict, Math.round(100 * (chosen?.difference.value ?? 0))]).toEqual(["costs", -50]);
  expect(told("over-optimisation", "rate 0.5 instead of 0.1")).toContainEqual(["right, temperature 1", "costs", -70]);
  expect(told("policies", "pairs chosen by ICRM, ρ 0.5 instead of GRM")).toContainEqual([
    "right, temperature 1",
    "helps",
    40,
  ]);
});

test("where consistency does not help is told place by place", () => {
  expect(answer("not").sentences).toEqual(["It helps wherever it was tried."]);
  const without = answers(
    [
      {
        cell,
        models: new Map([
          ["grm", models(20)],
          ["icrm", models(20, { stepAuroc: 1 })],
        ]),
      },
    ],
    [],
  );
  const sentences = without.find(({ id }) => id === "not")?.sentences ?? [];
  expect(sentences).toContain(
    "ICRM, ρ 0.5 instead of GRM, first-error F1: it is not seen to help with 32 pairs, spurious cue, head alone.",
  );
  expect(sentences).toContain(
    "ICRM, ρ 0.5 instead of GRM, step AUROC: it costs with 32 pairs, spurious cue, head alone.",
  );
  expect(without.find(({ id }) => id === "policies")?.sentences).toEqual(["Nothing was computed that answers it."]);
});

import { expect, test } from "vitest";
import { CUE_SHARE, clean, conditionOf, settingsOf, spurious } from "./conditions.ts";
import { lawCells, lawTrainings } from "./law.ts";
import { trainingSubset } from "./material.ts";
import {
  cellsOf,
  cellTrainings,
  choosers,
  fullPlan,
  isAlignedOn,
  quickPlan,
  type Training,
  trainingName,
  trials,
  VERIFIER,
} from "./plan.ts";
import { bestRates, type Tried } from "./rates.ts";
import { trainingConfig } from "./training.ts";
import { REFERENCE, variants } from "./variants.ts";

const training: Training = {
  tuning: "head",
  condition: clean,
  variant: REFERENCE,
  size: 128,
  seed: 3,
  learningRate: 1e-2,
};

test.each([["full", fullPlan] as const, ["quick", quickPlan] as const])(
  "in the %s plan every cell has what its differences are to, and every pool its largest subset",
  (_, plan) => {
    for (const { variants, size } of cellsOf(plan)) {
      expect(variants).toContain(REFERENCE);
      expect(size).toBeLessThanOrEqual(plan.pool);
    }
    for (const { size } of lawCells(plan)) expect(size).toBeLessThanOrEqual(plan.pool);
    expect(plan.seeds).not.toContain(plan.trialSeed);
  },
);

test("policies are tuned on reward models that the plan trains", () => {
  const trained = cellsOf(fullPlan).flatMap((cell) => cellTrainings(cell, fullPlan.seeds, () => 1e-2));
  const { cues, seeds } = fullPlan.alignment;
  const wanted = trained.filter((each) => isAlignedOn(fullPlan, each));
  expect(wanted).toHaveLength(cues.length * seeds.length * choosers.filter((chooser) => chooser !== VERIFIER).length);
});

test("every variant of a grid has the same trials, with a seed that is reported nowhere else", () => {
  const tried = trials(fullPlan);
  for (const { tuning, cues, variants } of fullPlan.grids) {
    for (const variant of variants) {
      for (const cue of cues) {
        const own = tried.filter(
          (each) => each.tuning === tuning && each.variant === variant && each.condition === conditionOf(cue),
        );
        expect(own.map(({ learningRate }) => learningRate)).toEqual(fullPlan.tunings[tuning].learningRates);
      }
    }
  }
  expect(tried.some(({ seed }) => fullPlan.seeds.includes(seed))).toBe(false);
  expect(trials(quickPlan)).toEqual([]);
});

test("a rate is chosen by the share right, then by the loss, then by order; the only one without trials", () => {
  const tried = (learningRate: number, accuracy: number, loss: number): Tried => ({
    tuning: "head",
    condition: "clean",
    variant: "bt",
    learningRate,
    validation: { accuracy, loss },
  });
  const { tunings } = fullPlan;
  const rate = (...all: Tried[]) => bestRates(all, { tunings })("head", "clean", "bt");
  expect(rate(tried(1, 0.9, 0.1), tried(2, 0.95, 0.4), tried(3, 0.95, 0.3))).toBe(3);
  expect(rate(tried(1, 0.9, 0.1), tried(2, 0.9, 0.1))).toBe(1);
  expect(rate({ ...tried(2, 1, 0), variant: "grm" })).toBe(tunings.head.learningRates[0]);
});

test("a seed gives every variant the same pairs, and another seed others", () => {
  const pairs = Array.from({ length: 100 }, (_, i) => i);
  expect(trainingSubset(pairs, { size: 10, seed: 1 })).toEqual(trainingSubset(pairs, { size: 10, seed: 1 }));
  expect(trainingSubset(pairs, { size: 10, seed: 2 })).not.toEqual(trainingSubset(pairs, { size: 10, seed: 1 }));
});

test("variants differ in their own fields alone, tunings in what they train and for how long", () => {
  const grm = trainingConfig(training, fullPlan);
  expect(trainingConfig({ ...training, variant: "uniform" }, fullPlan)).toEqual({
    ...grm,
    method: "icrm",
    rho: 0.5,
    edgeWeight: "uniform",
  });
  expect(trainingConfig({ ...training, tuning: "top" }, fullPlan)).toEqual({
    ...grm,
    tuning: "top",
    steps: fullPlan.tunings.top.steps,
    evalSteps: fullPlan.tunings.top.steps,
  });
  const names = variants.flatMap(({ id }) =>
    (["head", "top"] as const).map((tuning) => trainingName({ ...training, variant: id, tuning })),
  );
  expect(new Set(names).size).toBe(names.length);
});

test("the spurious cue is in the pairs that are learnt from and in their validation pairs, reversed where it is asked for", () => {
  const cueOf = (purpose: Parameters<typeof settingsOf>[1]) => settingsOf(spurious, purpose, 10).cue;
  expect([cueOf("training"), cueOf("validation"), cueOf("in"), cueOf("reversed")]).toEqual([
    "rejected",
    "rejected",
    "off",
    "chosen",
  ]);
  expect(settingsOf(spurious, "training", 10).cueShare).toBe(CUE_SHARE);
  expect(settingsOf(clean, "training", 10)).toMatchObject({ cue: "off", writer: "class", split: "train" });
  expect(settingsOf(clean, "out", 10)).toMatchObject({ distribution: "out", split: "test" });
  // The judged pairs are the same, whatever the training pairs.
  for (const purpose of ["in", "out", "reversed"] as const) {
    expect(settingsOf(spurious, purpose, 10)).toEqual(settingsOf(clean, purpose, 10));
  }
});

test("the law turns one dial at a time, and trains nothing twice that the tables have", () => {
  const law = { size: 64, values: { pairs: [16, 64], cue: [0.5, CUE_SHARE], events: [4], fillers: [0, 0.6] } };
  const cells = lawCells({ ...fullPlan, law });
  expect(cells.map(({ dial, value, size }) => [dial, value, size])).toEqual([
    ["pairs", 16, 16],
    ["pairs", 64, 64],
    ["cue", 0.5, 64],
    ["cue", CUE_SHARE, 64],
    ["events", 4, 64],
    ["fillers", 0, 64],
    ["fillers", 0.6, 64],
  ]);
  const conditions = cells.map(({ condition }) => condition);
  expect([conditions[0], conditions[3], conditions[5]]).toEqual([clean, spurious, clean]);
  const [weak, long, varied] = [conditions[2], conditions[4], conditions[6]];
  // Only the training pairs have the cue; length and fillers hold for training and judged pairs.
  expect(weak).toMatchObject({ training: { cue: "rejected", cueShare: 0.5 }, tests: { in: {} } });
  expect(long).toMatchObject({
    training: { minEvents: 4, maxEvents: 4 },
    tests: { in: { minEvents: 4, maxEvents: 4 } },
  });
  expect(varied).toMatchObject({ training: { stepFillers: 0.6 }, tests: { in: { stepFillers: 0.6 } } });
  const trainings = lawTrainings({ ...fullPlan, law }, cells[0] as (typeof cells)[0], () => 1e-2);
  expect(trainings).toHaveLength(3 * fullPlan.seeds.length);
  expect(new Set(trainings.map(({ tuning }) => tuning))).toEqual(new Set(["head"]));
});

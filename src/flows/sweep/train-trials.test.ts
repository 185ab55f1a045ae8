import { beforeAll, expect, test } from "vitest";
import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { openJax } from "../../engine/jax.ts";
import type { SweepObjective } from "../../engine/sweep/plan.ts";
import type { StoppingMark } from "../../engine/sweep/stopping.ts";
import type { TrialMeasurement, TrialOutcome } from "../../engine/sweep/trial.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import { RewardRun } from "../../engine/training/reward-run.ts";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { markedPairs } from "../../testing/marked-pairs.ts";
import { materialsOf } from "../../testing/run-materials.ts";
import { timeTrials, trainTrials } from "./train-trials.ts";

const config: RewardModelConfig = { ...REWARD_MODEL_DEFAULTS, method: "bt", steps: 4, batchSize: 2, evalSteps: 2 };
const other = { ...config, learningRate: 3e-4, seed: 2 };
const wild = { ...config, learningRate: 1e30, maxGradNorm: 1e30 };
const objective: SweepObjective = { metric: "heldout/loss", goal: "minimise" };
const pairs = markedPairs(8);
let base: Checkpoint;
beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
});

const share = { pairs: null, heldOut: 3 };
const trained = () => ({ materials: materialsOf(base, pairs), share });

async function train(
  configs: RewardModelConfig[],
  marks: StoppingMark[][] = [],
  metric: Partial<SweepObjective> = {},
  heldOut = 3,
) {
  const steps: [trial: number, step: number, measured: TrialMeasurement | null][] = [];
  const outcomes = await trainTrials({ ...trained(), share: { pairs: null, heldOut } }, configs, {
    objective: { ...objective, ...metric },
    marks,
    onStep: (...at) => void steps.push(at),
  });
  return { outcomes, steps };
}

test("a trial is its reward model's run, measured as often as the config says", async () => {
  const {
    outcomes: [outcome],
    steps,
  } = await train([config]);
  expect(outcome).toMatchObject({ status: "finished", step: 4, error: null });
  expect(steps.map(([, step, measured]) => [step, measured !== null])).toEqual([
    [1, false],
    [2, true],
    [3, false],
    [4, true],
  ]);
  expect(outcome?.measurements).toEqual([steps[1]?.[2], steps[3]?.[2]]);
  const run = new RewardRun(config, { base, pairs, heldOut: pairs.slice(0, 3), padTokenId: 0 });
  let last = await run.advance();
  while (!run.done) last = await run.advance();
  const { accuracy, margin, rewards, first } = await run.evaluate();
  run.dispose();
  // Rewards at the last prompt token and at three response tokens.
  expect(outcome?.pinned?.chosen).toHaveLength(4);
  expect(outcome?.pinned?.rejected.at(-1)).toBeCloseTo(first.rejected.at(-1) as number, 4);
  const loss = rewards.chosen.reduce(
    (sum, r, i) => sum + Math.log(1 + Math.exp((rewards.rejected[i] as number) - r)),
    0,
  );
  const { step: _, tokens_per_second: __, ...metrics } = last;
  const heldOut = { "heldout/accuracy": accuracy, "heldout/margin": margin };
  expect(outcome?.metrics).toEqual({ ...metrics, ...heldOut, "heldout/loss": expect.closeTo(loss / 3, 6) });
});

test("trials of a population end as they end alone; one that diverges fails by itself; no array is left over", async () => {
  const census = startCensus("wasm");
  const { outcomes, steps } = await train([config, other, wild]);
  expect(census.arrays()).toBe(0);
  census.stop();
  for (const [i, own] of [config, other].entries()) {
    const [expected] = (await train([own])).outcomes as [TrialOutcome];
    const found = outcomes[i] as TrialOutcome;
    const bare = { metrics: 0, measurements: 0, seconds: 0 };
    expect({ ...found, ...bare }).toEqual({ ...expected, ...bare });
    expect(found.measurements.map(({ step }) => step)).toEqual([2, 4]);
    const losses = (outcome: TrialOutcome) =>
      outcome.measurements.map(({ metrics }) => metrics["heldout/loss"] as number);
    for (const [at, loss] of losses(expected).entries()) {
      expect(Math.abs((losses(found)[at] as number) / loss - 1)).toBeLessThan(1e-4);
    }
  }
  expect(outcomes[2]).toMatchObject({ status: "failed", error: { where: expect.stringMatching(/^step/) } });
  expect(steps.filter(([trial]) => trial === 0).map(([, step, measured]) => [step, measured !== null])).toEqual([
    [1, false],
    [2, true],
    [3, false],
    [4, true],
  ]);
});

test.each([[[config]], [[config, { ...config, seed: 1 }]]])(
  "of %#, a trial ends where it falls behind",
  async (configs) => {
    const { outcomes } = await train(configs, [[{ step: 1, value: 0 }], []]);
    expect(outcomes.map(({ status, step }) => [status, step])).toEqual(
      [
        ["stopped", 2],
        ["finished", 4],
      ].slice(0, configs.length),
    );
  },
);

test.each([[[config]], [[config, other]]])(
  "of %#, an objective that never appears fails every trial, with what there is",
  async (configs) => {
    for (const { status, error } of (await train(configs, [], { metric: "heldout/accuracy" }, 0)).outcomes) {
      expect(status).toBe("failed");
      expect(error?.what).toMatch(/never appeared/);
      expect(error?.expected).toMatch(/one of accuracy, .*loss\/bt/);
    }
  },
);

test("the time of a step is told without training to the end, and a single trial that diverges has none", async () => {
  expect(
    await timeTrials(
      trained(),
      [
        { ...config, steps: 1e6 },
        { ...other, steps: 1e6 },
      ],
      2,
    ),
  ).toBeGreaterThan(0);
  await expect(timeTrials(trained(), [wild], 3)).rejects.toThrow(/diverged/);
});

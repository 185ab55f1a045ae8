import { beforeAll, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { markedPairs } from "../../testing/marked-pairs.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { REWARD_MODEL_DEFAULTS } from "../training/reward-model-config.ts";
import { RewardRun } from "../training/reward-run.ts";
import { runTrial } from "./run-trial.ts";
import type { Measurement } from "./trial.ts";

let base: Checkpoint;
beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
});

const config = { ...REWARD_MODEL_DEFAULTS, method: "bt", steps: 4, batchSize: 2, evalSteps: 2 } as const;
const objective = { metric: "heldout/accuracy", goal: "maximise" } as const;

function start(heldOut = 3): RewardRun {
  const pairs = markedPairs(8);
  return new RewardRun(config, { base, pairs, heldOut: pairs.slice(0, heldOut), padTokenId: 0 });
}

test("measures as often as the config says, and reports what held-out rewards give", async () => {
  const run = start();
  const steps: [number, Measurement | null][] = [];
  const outcome = await runTrial(run, { objective, marks: [], onStep: (...at) => void steps.push(at) });
  expect(outcome).toMatchObject({ status: "finished", step: 4, error: null });
  expect(steps.map(([step, measured]) => [step, measured !== null])).toEqual([
    [1, false],
    [2, true],
    [3, false],
    [4, true],
  ]);
  expect(outcome.measurements).toEqual([steps[1]?.[1], steps[3]?.[1]]);
  const { accuracy, margin, rewards, first } = await run.evaluate();
  // Rewards at the last prompt token and at three response tokens.
  expect(outcome.pinned?.chosen).toHaveLength(4);
  expect(outcome.pinned?.rejected.at(-1)).toBeCloseTo(first.rejected.at(-1) as number, 4);
  const loss = rewards.chosen.reduce(
    (sum, r, i) => sum - Math.log(1 / (1 + Math.exp((rewards.rejected[i] as number) - r))),
    0,
  );
  expect(outcome.metrics).toMatchObject({
    "heldout/accuracy": accuracy,
    "heldout/margin": margin,
    "heldout/loss": expect.closeTo(loss / 3, 6),
    "loss/bt": expect.any(Number),
  });
  run.dispose();
});

test("ends where it falls behind", async () => {
  const run = start();
  const marks = [{ step: 1, value: 2 }];
  expect(await runTrial(run, { objective, marks, onStep: () => {} })).toMatchObject({ status: "stopped", step: 2 });
  run.dispose();
});

test("an objective that never appears is told with what there is", async () => {
  const run = start(0);
  await expect(runTrial(run, { objective, marks: [], onStep: () => {} })).rejects.toThrow(
    /never appeared.*one of accuracy, .*loss\/bt.*found heldout\/accuracy/,
  );
  run.dispose();
});

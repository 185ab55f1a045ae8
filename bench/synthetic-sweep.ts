import { seededRandom } from "../src/engine/random.ts";
import { checkPlan, trialsOf } from "../src/engine/sweep/plan.ts";
import { freshRecord, type SweepRecord } from "../src/engine/sweep/record.ts";
import type { Trial } from "../src/engine/sweep/trial.ts";

/** Number of tokens of the pinned pair's responses. */
const PINNED = 30;

/** A sweep of invented trials, as large on disk and in memory as real ones. */
export function syntheticSweep(count: number): SweepRecord {
  const plan = checkPlan(
    {
      vary: {
        learningRate: { logRange: [1e-5, 1e-2] },
        rho: { range: [0, 1] },
        labelSmoothing: { range: [0, 0.4] },
        method: { choices: ["bt", "grm", "icrm"] },
        batchSize: { choices: [2, 4, 8, 16] },
      },
      seeds: [0, 1],
      trials: count,
    },
    "bench",
  );
  const random = seededRandom(0);
  const rewards = () => Array.from({ length: PINNED + 1 }, () => 2 * random() - 1);
  const trials = trialsOf(plan).map(({ configuration, seed, values }): Trial => {
    const accuracy = 0.5 + 0.1 * Math.log10(Number(values.learningRate) / 1e-5) + 0.1 * random();
    const metrics = { "heldout/accuracy": accuracy, "heldout/margin": accuracy, loss: 1 - accuracy, grad_norm: 1 };
    const measurements = [50, 100].map((step) => ({ step, metrics: { "heldout/accuracy": accuracy } }));
    const pinned = { chosen: rewards(), rejected: rewards() };
    return {
      configuration,
      seed,
      values,
      status: "finished",
      step: 100,
      seconds: 3,
      metrics,
      measurements,
      pinned,
      error: null,
    };
  });
  const tokens = Array.from({ length: PINNED }, (_, i) => ` t${i}`);
  const names = { data: "a", dataHash: "1", base: "b", baseHash: "2", generator: "c", generatorHash: "3" };
  const pinned = { prompt: "Mia has 3 apples.", chosen: tokens, rejected: tokens };
  return { ...freshRecord(plan), material: { ...names, pinned }, trials };
}

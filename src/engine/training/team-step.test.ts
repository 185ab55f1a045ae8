import { beforeAll, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { withSteps } from "../../testing/labelled-pairs.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { seededRandom } from "../random.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { RewardRun } from "./reward-run.ts";
import { endTeam, SharedMemoryTeam, teamMemory } from "./shared-memory-team.ts";
import type { Snapshot, StepMetrics } from "./trainer.ts";

let base: Checkpoint;
const defaults: RewardModelConfig = { ...REWARD_MODEL_DEFAULTS, steps: 8, batchSize: 5, learningRate: 1e-3 };

beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
});

/** Pairs of which no two have responses of the same length, so that parts of a batch differ in edges and step ends. */
function pairs(): TokenPair[] {
  const random = seededRandom(5);
  const response = (length: number): Response => {
    const ids = Array.from({ length }, () => 3 + Math.floor(random() * 30));
    return { ids: [1, 5, 8, ...ids, 2], responseStart: 3, q: [...ids.map(() => random()), 0.9] };
  };
  return withSteps(
    Array.from({ length: 10 }, (_, i) => ({ chosen: response(4 + i), rejected: response(5 + i), margin: 0.1 })),
  );
}

interface Trained {
  steps: StepMetrics[];
  snapshot: Snapshot;
  /** Live arrays after every step but the first. */
  arrays: number[];
}

interface Wanted {
  workers?: number;
  steps?: number;
  from?: Snapshot | null;
}

/** Steps of a run by itself, or of the runs of a team, from its first one. */
async function trained(changes: Partial<RewardModelConfig>, { workers = 1, steps = 2, from = null }: Wanted = {}) {
  const memory = teamMemory(workers, 100_000);
  const material = { base, pairs: pairs(), heldOut: [], padTokenId: 0 };
  const runs = Array.from({ length: workers }, (_, place) => {
    const team = workers > 1 ? { team: new SharedMemoryTeam(place, memory) } : {};
    return new RewardRun({ ...defaults, ...changes }, { ...material, ...team }, from);
  });
  const all = runs.map((): Trained["steps"] => []);
  const arrays: number[] = [];
  const census = startCensus("wasm");
  for (let step = 0; step < steps; step++) {
    const made = await Promise.all(runs.map((run) => run.advance()));
    for (const [i, metrics] of made.entries()) all[i]?.push({ ...metrics, tokens_per_second: 0 });
    if (step > 0) arrays.push(census.arrays());
  }
  census.stop();
  const trained: Trained[] = [];
  for (const [i, run] of runs.entries()) {
    trained.push({ steps: all[i] as StepMetrics[], snapshot: await run.snapshot(), arrays });
    run.dispose();
  }
  return trained as [Trained, ...Trained[]];
}

/** Between them, all that a part of a batch has to know of the whole. */
const runs: Record<string, Partial<RewardModelConfig>> = {
  "icrm, several batches a step": { method: "icrm", edgeWeight: "uniform", gradientAccumulationSteps: 2 },
  "icrm, upper layer": { method: "icrm", baseline: "row", tuning: "top", trainableLayers: 1 },
  // Centred: what is added to all rewards is nothing to the loss of pairs alone, and Adam would make steps of its rounding errors.
  "bt, adapters": { method: "bt", tuning: "lora", loraRank: 2, labelSmoothing: 0.1, centerRewardsCoefficient: 0.1 },
  outcome: { method: "outcome", rho: 0.5, tuning: "head" },
  prm_icrm: { method: "prm_icrm", rho: 0.5, tuning: "top", trainableLayers: 1 },
};

test.each(Object.entries(runs))("%s: steps that workers share are those of one worker", async (_, changes) => {
  const [{ steps: alone }] = await trained(changes);
  const [first, second] = await trained(changes, { workers: 2 });
  for (const [step, metrics] of alone.entries()) {
    for (const [name, value] of Object.entries(metrics)) {
      const found = first.steps[step]?.[name] as number;
      const apart = Math.abs(found - value) / Math.max(1, Math.abs(value));
      expect(apart, `${name}: ${found} for ${value}`).toBeLessThanOrEqual(1e-5);
    }
  }
  expect(second).toEqual(first);
});

test("three workers come to the same bits again, also from a snapshot, and hold no more arrays the longer they run", async () => {
  const changes = { method: "icrm", tuning: "top", trainableLayers: 1 } as const;
  const [straight] = await trained(changes, { workers: 3, steps: 4 });
  const [half] = await trained(changes, { workers: 3, steps: 2 });
  const [resumed] = await trained(changes, { workers: 3, steps: 2, from: half.snapshot });
  expect(half.steps).toEqual(straight.steps.slice(0, 2));
  expect(resumed.steps).toEqual(straight.steps.slice(2));
  expect(resumed.snapshot).toEqual(straight.snapshot);
  expect(straight.snapshot.carried).toMatchObject({ workers: 3 });
  expect(new Set(straight.arrays).size).toBe(1);
});

test("a worker that waits for one that is gone hears of it", async () => {
  const memory = teamMemory(2, 4);
  const waiting = new SharedMemoryTeam(0, memory).sum(Float32Array.of(1));
  endTeam(memory);
  await expect(waiting).rejects.toThrow(/A worker of this run ended/);
});

// jax-js and our own code use iterator helpers, which not every browser has.
import "core-js/actual/iterator";
import { memoryCache } from "../src/engine/training/edge-probabilities.ts";
import { trainingPlanOf } from "../src/state/train-plan.ts";
import { DEFAULT_SETTINGS } from "../src/state/train-settings.ts";
import { TrainingService } from "../src/worker/handlers/train/service.ts";
import { RunWorkerPool } from "../src/worker/run-worker-pool.ts";
import { runtimeOn } from "../src/worker/runtime.ts";
import { spawnRunWorker } from "../src/worker/spawn-run-worker.ts";

/** Milliseconds of one training of the Train page's default. */
export interface SideBySideTimes {
  /** From Start to the first step that is told of. */
  first: number;
  /** From Start to the end of all runs. */
  all: number;
}

export interface SideBySideRequest {
  /** Folder of the site, with a slash at its end. */
  site: string;
  steps: number;
  /** Whether every run has a worker of its own. */
  workers: boolean;
}

/** A training worker as the page's, with workers for runs or without. */
self.onmessage = async ({ data: { site, steps, workers } }: MessageEvent<SideBySideRequest>) => {
  const spawning = new RunWorkerPool(navigator.hardwareConcurrency, spawnRunWorker);
  const service = new TrainingService({ cache: memoryCache(), runtimeOn, workers: workers ? spawning : null });
  const data = {
    name: "embedded pairs",
    train: `${site}data/preferences-train.jsonl.gz`,
    heldOut: `${site}data/preferences-validation.jsonl.gz`,
  };
  const opening = { device: "wasm", models: `${site}models/`, base: null, data, supervision: "pairs" } as const;
  await service.openTraining({ kind: "openTraining", ...opening });
  await service.pinPairs({ kind: "pinPairs", places: [0, 1, 2], generator: null });
  const plan = trainingPlanOf({ ...DEFAULT_SETTINGS, config: { ...DEFAULT_SETTINGS.config, steps } });
  const started = performance.now();
  let first: number | null = null;
  const emit = (event: { type: string; runs?: Record<string, { step: number }> }) => {
    if (event.type !== "update" || !Object.values(event.runs ?? {}).some(({ step }) => step > 0)) return;
    first ??= performance.now() - started;
  };
  await service.train({ kind: "train", plan }, { emit, signal: new AbortController().signal });
  const times: SideBySideTimes = { first: first ?? Number.NaN, all: performance.now() - started };
  self.postMessage(times);
};

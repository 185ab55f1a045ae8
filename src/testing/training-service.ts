import { vi } from "vitest";
import { memorySource } from "../engine/checkpoint/source.ts";
import { formatJsonLines } from "../engine/data/json-lines.ts";
import type { Preference } from "../engine/data/preference.ts";
import type { Supervision } from "../engine/data/read-records.ts";
import type { ProbabilityCache } from "../engine/training/edge-probabilities.ts";
import { REWARD_MODEL_DEFAULTS } from "../engine/training/reward-model-config.ts";
import type { RunPlan, TrainingPlan } from "../flows/train/plan.ts";
import type { RunWorkers } from "../flows/train/workers/messages.ts";
import { TrainingService } from "../worker/handlers/train/service.ts";
import type { TrainingEvent } from "../worker/training-records.ts";
import { tinyModels } from "./tiny-models.ts";
import { tinyPairs } from "./tiny-pairs.ts";

// Node 20 has no navigator; without locks and quota, the storage keeps everything in memory.
if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});

export const models = tinyModels();
export const config = { ...REWARD_MODEL_DEFAULTS, steps: 6, batchSize: 4, learningRate: 1e-2, evalSteps: 3 };

/** A short run whose id is its method. */
export const run = (id: string, changes: Partial<RunPlan["config"]>): RunPlan => ({
  id,
  name: id.toUpperCase(),
  config: { ...config, ...changes },
  resume: null,
});
/** A plan with the three methods side by side. */
export const plan: TrainingPlan = {
  runs: [run("bt", { method: "bt" }), run("grm", { method: "grm" }), run("icrm", { method: "icrm" })],
  generator: null,
  pairs: 16,
  heldOut: 8,
  recordEvery: 2,
};

export function memoryCache(): ProbabilityCache & { entries: Map<string, number[][]> } {
  const entries = new Map<string, number[][]>();
  return {
    entries,
    get: async (key) => entries.get(key) ?? null,
    put: async (key, q) =>
      void entries.set(
        key,
        q.map((row) => [...row]),
      ),
  };
}

export function serviceWith(cache = memoryCache(), workers: RunWorkers | null = null): TrainingService {
  return new TrainingService({
    cache,
    workers,
    runtimeOn: ({ threads }) => ({ backend: "wasm", threads }),
    source: (address) => {
      const prefix = address.replace("memory/", "");
      const below = [...models].filter(([path]) => path.startsWith(prefix));
      return memorySource(new Map(below.map(([path, bytes]) => [path.slice(prefix.length).replace(/^\//, ""), bytes])));
    },
  });
}

export const file = (pairs: readonly Preference[]) => new Blob([formatJsonLines(pairs)]);

/** A training room with open data. */
export async function opened(
  pairs = tinyPairs(24, 1),
  cache = memoryCache(),
  supervision: Supervision = "pairs",
  workers: RunWorkers | null = null,
): Promise<TrainingService> {
  const service = serviceWith(cache, workers);
  const data = { name: "tiny.jsonl", train: file(pairs), heldOut: file(tinyPairs(6, 7)) };
  await service.openTraining({
    kind: "openTraining",
    device: "wasm",
    models: "memory/",
    base: null,
    data,
    supervision,
  });
  return service;
}

/** The context of a call, with all events that are emitted during it. */
export function listen(onEvent: (event: TrainingEvent) => void = () => {}) {
  const events: TrainingEvent[] = [];
  const stopper = new AbortController();
  const emit = (event: TrainingEvent) => {
    events.push(event);
    onEvent(event);
  };
  const updates = () => events.filter((event) => event.type === "update");
  return { call: { emit, signal: stopper.signal }, events, updates, stop: () => stopper.abort() };
}

/** A run's loss at every step. */
export function lossOf({ updates }: ReturnType<typeof listen>, run: string): number[] {
  const loss: number[] = [];
  for (const { runs } of updates()) {
    const { from = 0, values } = runs[run]?.curves ?? {};
    loss.splice(from, Number.POSITIVE_INFINITY, ...(values?.loss ?? []));
  }
  return loss;
}

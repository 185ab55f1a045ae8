import { formatJsonLines } from "../../engine/data/json-lines.ts";
import type { Backend } from "../../engine/device.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { checkPlan } from "../../engine/sweep/plan.ts";
import { DPO_DEFAULTS } from "../../engine/training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import { createSweep, type Sweep } from "../../state/sweep.ts";
import { runStore } from "../../storage/run-store.ts";
import { sweeps } from "../../storage/sweeps.ts";
import type { EngineClient } from "../../worker/client.ts";
import type { TrainingEvent } from "../../worker/training-records.ts";
import { tinyPairs } from "../tiny-pairs.ts";
import type { Mortals } from "./mortals.ts";
import { TINY_MODELS } from "./tiny-address.ts";

/** Work that a person waits for, and would lose with the worker or the GPU that does it. */
export interface DyingWork {
  name: string;
  /** Whether the work goes on by itself on another worker. Otherwise it ends with a message, and the person starts it again. */
  mends: boolean;
  /** Does the work, or the rest of it. @returns the numbers at its end, the same however often the work was broken off */
  run(mortals: Mortals, device: Backend): Promise<unknown>;
  /** Removes what a visitor leaves behind who never comes back. */
  clear(): Promise<void>;
}

const folder = () => new URL(TINY_MODELS, location.href).href;
const file = (count: number, seed: number) => new Blob([formatJsonLines(tinyPairs(count, seed))]);

async function started(client: EngineClient, device: Backend): Promise<void> {
  await client.request<"start">({ kind: "start", device });
  const { failures } = await client.request<"loadModels">({ kind: "loadModels", folder: folder() });
  const [failure] = failures;
  if (failure) throw new PlaygroundError(failure.report);
}

/** A software GPU compiles for long: there, runs have the method of the fewest programs, and batches of one shape. */
const fewPrograms = (device: Backend) =>
  device === "webgpu" ? ({ method: "bt", tuning: "head", batchSize: 4 } as const) : {};
const pairsFor = (device: Backend) => ({
  name: "tiny.jsonl",
  train: file(device === "webgpu" ? 4 : 16, 1),
  heldOut: file(device === "webgpu" ? 4 : 6, device === "webgpu" ? 1 : 7),
});

const training: DyingWork & { kept: string | null } = {
  name: "training",
  mends: false,
  kept: null,
  async run({ client }, device) {
    const open = { models: folder(), base: null, data: pairsFor(device), supervision: "pairs" } as const;
    await client.request<"openTraining">({ kind: "openTraining", device, ...open });
    const sizes = { steps: 12, batchSize: 2, learningRate: 1e-2, evalSteps: 3 };
    const config = { ...REWARD_MODEL_DEFAULTS, ...sizes, ...fewPrograms(device) };
    const resume = this.kept;
    const runs = [{ id: "icrm", name: "ICRM", config, resume }];
    const plan = { runs, generator: null, pairs: null, heldOut: null, recordEvery: 2 };
    const request = { kind: "train", plan } as const;
    let begun = false;
    const onEvent = (event: TrainingEvent) => {
      if (event.type === "stored") this.kept = event.runId;
      begun ||= event.type === "update";
    };
    const [ending] = await client.request<"train">(request, { onEvent }).catch((error) => {
      // A run that had not begun is started again, as on the page (state/train.ts).
      if (!begun) this.kept = resume;
      throw error;
    });
    if (ending?.status !== "finished") throw new Error(`the run has ${ending?.status}`);
    const metrics = await runStore.metrics(this.kept ?? "");
    return metrics.map(({ tokens_per_second: _, ...own }) => own);
  },
  async clear() {
    if (this.kept) await runStore.erase(this.kept);
    this.kept = null;
  },
};

/** Trials one after another on one worker, as a sweep on a GPU has them. */
const sweep: DyingWork & { kept: Sweep | null } = {
  name: "sweep",
  mends: true,
  kept: null,
  async run(mortals, backend) {
    const base = { steps: 4, batchSize: 2, evalSteps: 2, ...fewPrograms(backend) };
    const plan = checkPlan({ base, vary: { learningRate: { choices: [1e-3, 1e-2] } }, sampler: "grid" }, "sweep");
    const setup = {
      backend,
      models: folder(),
      data: pairsFor(backend),
      base: null,
      generator: null,
      pairs: null,
      heldOut: null,
    };
    const crew = { workers: 1, spawn: () => mortals.trialWorker({ ...setup, supervision: "pairs" }) };
    if (this.kept) await this.kept.resume(crew);
    else {
      this.kept = createSweep(sweeps);
      await this.kept.start(plan, crew);
    }
    const { record, error } = this.kept.store.getState();
    if (error) throw new PlaygroundError(error);
    return record?.trials.map(({ seconds: _, ...own }) => own);
  },
  async clear() {
    await this.kept?.remove();
    this.kept = null;
  },
};

const settings = { temperature: 1, topK: 0, topP: 1, seed: 3, maxTokens: 24 };
const nothingKept = async () => {};

export const works: readonly DyingWork[] = [
  training,
  {
    name: "generation",
    mends: false,
    async run({ client }, device) {
      await started(client, device);
      const prompt = tinyPairs(1, 2)[0]?.prompt as string;
      return client.request<"generate">({ kind: "generate", prompt, settings, prefix: [] });
    },
    clear: nothingKept,
  },
  {
    name: "evaluation",
    mends: false,
    async run({ client }, device) {
      await started(client, device);
      const data = { name: "pairs.jsonl", file: file(24, 3) };
      const models = { embedded: ["bt", "icrm"], stored: [] };
      const rest = { generator: null, data, validation: null, training: [], values: [] };
      return client.request<"evaluate">({ kind: "evaluate", models, ...rest });
    },
    clear: nothingKept,
  },
  {
    name: "alignment",
    mends: false,
    async run({ client }, device) {
      await started(client, device);
      const config = { ...DPO_DEFAULTS, epochs: 2, batchSize: 4, learningRate: 3e-3, evalSteps: 4 };
      const all = { prompts: 6, samples: 4, minGap: 0, validation: 2, test: 2 };
      const sizes = device === "webgpu" ? { ...all, prompts: 3, samples: 2, validation: 1, test: 1 } : all;
      const plan = { policy: null, rewards: ["bt"], stored: [], file: null, ...sizes, config, until: "end" } as const;
      return client.request<"align">({ kind: "align", plan });
    },
    clear: nothingKept,
  },
  sweep,
];

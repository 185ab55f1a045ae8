import { formatJsonLines } from "../../engine/data/json-lines.ts";
import { type Backend, chooseDevice } from "../../engine/device.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { deriveSeed, seededRandom } from "../../engine/random.ts";
import { DPO_DEFAULTS } from "../../engine/training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import { runStore } from "../../storage/run-store.ts";
import { EngineClient } from "../../worker/client.ts";
import { tinyPairs } from "../tiny-pairs.ts";
import { TINY_MODELS } from "./tiny-address.ts";

/** Work that a person waits for, and would lose with the worker or the GPU that does it. */
export interface DyingWork {
  name: string;
  /** Does it, or goes on with what is left of it. @returns the numbers at its end, the same whenever it is done */
  run(client: EngineClient, device: Backend): Promise<unknown>;
  /** What a visitor leaves behind who never comes back. */
  clear(): Promise<void>;
}

/** How work is broken off. */
export const DEATHS = ["the worker is killed", "the GPU is lost"] as const;
export type Death = (typeof DEATHS)[number];

/** What came of breaking some work off at several points. */
export interface DyingTried {
  work: string;
  death: Death;
  points: number;
  survived: number;
  faults: string[];
}

const folder = () => new URL(TINY_MODELS, location.href).href;
const file = (count: number, seed: number) => new Blob([formatJsonLines(tinyPairs(count, seed))]);

async function started(client: EngineClient, device: Backend): Promise<void> {
  await client.request<"start">({ kind: "start", device });
  const { failures } = await client.request<"loadModels">({ kind: "loadModels", folder: folder() });
  const [failure] = failures;
  if (failure) throw new PlaygroundError(failure.report);
}

const training: DyingWork & { kept: string | null } = {
  name: "training",
  kept: null,
  async run(client, device) {
    const data = { name: "tiny.jsonl", train: file(16, 1), heldOut: file(6, 7) };
    const open = { models: folder(), base: null, data, supervision: "pairs" } as const;
    await client.request<"openTraining">({ kind: "openTraining", device, ...open });
    const config = { ...REWARD_MODEL_DEFAULTS, steps: 12, batchSize: 2, learningRate: 1e-2, evalSteps: 3 };
    const runs = [{ id: "icrm", name: "ICRM", config, resume: this.kept }];
    const plan = { runs, generator: null, pairs: null, heldOut: null, recordEvery: 2 };
    const request = { kind: "train", plan } as const;
    const [ending] = await client.request<"train">(request, {
      onEvent: (event) => {
        if (event.type === "stored") this.kept = event.runId;
      },
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

const settings = { temperature: 1, topK: 0, topP: 1, seed: 3, maxTokens: 24 };
const nothingKept = async () => {};

const works: readonly DyingWork[] = [
  training,
  {
    name: "generation",
    async run(client, device) {
      await started(client, device);
      const prompt = tinyPairs(1, 2)[0]?.prompt as string;
      return client.request<"generate">({ kind: "generate", prompt, settings, prefix: [] });
    },
    clear: nothingKept,
  },
  {
    name: "evaluation",
    async run(client, device) {
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
    async run(client, device) {
      await started(client, device);
      const config = { ...DPO_DEFAULTS, epochs: 2, batchSize: 4, learningRate: 3e-3, evalSteps: 4 };
      const sizes = { prompts: 6, samples: 4, minGap: 0, validation: 2, test: 2 };
      const plan = { policy: null, rewards: ["bt"], stored: [], file: null, ...sizes, config, until: "end" } as const;
      return client.request<"align">({ kind: "align", plan });
    },
    clear: nothingKept,
  },
];

/**
 * Breaks each work off at random points of its time, then goes on with it as the page does: a message has to come, and the
 * numbers have to be those of work that nothing happened to. Which point is hit is a matter of time; what comes of it is not.
 */
export async function tryDying(death: Death, points: number, seed: number, only = ""): Promise<DyingTried[]> {
  const device: Backend = death === "the GPU is lost" ? "webgpu" : "wasm";
  if (device === "webgpu" && (await chooseDevice("auto")).backend !== "webgpu") return [];
  const tried: DyingTried[] = [];
  for (const work of works.filter(({ name }) => name.includes(only))) {
    const begun = performance.now();
    const expected = await alone(work, device);
    const milliseconds = performance.now() - begun;
    const faults: string[] = [];
    for (let point = 0; point < points; point++) {
      const random = seededRandom(deriveSeed(seed, `${death} ${work.name} ${point}`));
      let after = ((point + random()) / points) * milliseconds;
      let came = await brokenOff(work, device, death, after, expected);
      // It was done before, or did not need what was lost any more: earlier, then.
      for (let tries = 0; came === NOTHING_LOST && tries < MOST_TRIES; tries++) {
        after *= 0.7;
        came = await brokenOff(work, device, death, after, expected);
      }
      if (came !== SURVIVED) faults.push(`point ${point}: ${came}`);
    }
    tried.push({ work: work.name, death, points, survived: points - faults.length, faults });
  }
  return tried;
}

async function alone(work: DyingWork, device: Backend): Promise<string> {
  const { client } = mortalClient();
  try {
    return JSON.stringify(await work.run(client, device));
  } finally {
    client.restart();
    await work.clear();
  }
}

const MOST_TRIES = 8;
const NOTHING_LOST = "nothing was lost";
const SURVIVED = "survived";

/** @returns what came of it: nothing lost, survived, or what is wrong */
async function brokenOff(
  work: DyingWork,
  device: Backend,
  death: Death,
  after: number,
  expected: string,
): Promise<string> {
  const { client, loseDevices } = mortalClient();
  try {
    const doing = work.run(client, device).then(
      () => null,
      (error: unknown) => error,
    );
    await new Promise((resolve) => setTimeout(resolve, after));
    if (death === "the GPU is lost") loseDevices();
    else client.restart();
    const error = await doing;
    // What was done before, or needed no GPU any more, has lost nothing.
    if (error === null) return NOTHING_LOST;
    if (!(error instanceof PlaygroundError)) return `no message, but ${String(error)}`;
    if (death === "the GPU is lost" && !/GPU/.test(error.message)) return `a message without the GPU: ${error.message}`;
    client.restart();
    const resumed = JSON.stringify(await work.run(client, device));
    return resumed === expected ? SURVIVED : `other numbers: ${difference(resumed, expected)}`;
  } catch (error) {
    return `it cannot be gone on with: ${String(error)}`;
  } finally {
    client.restart();
    await work.clear();
  }
}

function difference(found: string, expected: string): string {
  const from = Math.max(0, [...found].findIndex((character, i) => character !== expected[i]) - 40);
  return `${found.slice(from, from + 120)} in place of ${expected.slice(from, from + 120)}`;
}

function mortalClient() {
  let channel = "";
  const spawn = () => {
    channel = crypto.randomUUID();
    return new Worker(new URL("./mortal.worker.ts", import.meta.url), { type: "module", name: channel });
  };
  const loseDevices = () => new BroadcastChannel(channel).postMessage("lost");
  return { client: new EngineClient(spawn), loseDevices };
}

import { type CheckpointSource, fetchSource } from "../../../engine/checkpoint/source.ts";
import { chooseDevice, type DeviceReport } from "../../../engine/device.ts";
import { PlaygroundError } from "../../../engine/errors.ts";
import { openJax } from "../../../engine/jax.ts";
import type { RuntimeOptions } from "../../../engine/onnx/session.ts";
import { textOf } from "../../../engine/tokenizer/conversation.ts";
import type { ProbabilityCache } from "../../../engine/training/edge-probabilities.ts";
import { exampleResponses, type Response } from "../../../engine/training/pairs.ts";
import { Gate } from "../../../flows/gate.ts";
import { TrainingMaterials } from "../../../flows/train/materials.ts";
import type { TrainingNews } from "../../../flows/train/news.ts";
import type { RunEnding } from "../../../flows/train/plan.ts";
import { trainRewardModels } from "../../../flows/train/train.ts";
import type { RunWorkers } from "../../../flows/train/workers/messages.ts";
import type { Call, Handlers, RequestOf } from "../../calls.ts";
import type { OpenedTraining, PinnedPair, PinnedToken } from "../../training-records.ts";
import { TrainingAhead } from "./ahead.ts";
import type { trainCalls } from "./calls.ts";
import { browserKeeping, type OpenedNames } from "./keeping.ts";
import { TrainingModels } from "./models.ts";
import { trainingPorts, trainingSource } from "./ports.ts";
import { UpdateStream } from "./updates.ts";

/** What the training service needs from its worker. */
export interface Surroundings {
  cache: ProbabilityCache;
  runtimeOn(device: DeviceReport): RuntimeOptions;
  /** Workers for several runs on Wasm; left out or null, runs take turns. */
  workers?: RunWorkers | null;
  /** Opens files below an address. */
  source?: (address: string) => CheckpointSource;
}

/** The data and models that a training worker has opened. */
interface OpenedMaterials {
  device: DeviceReport;
  materials: TrainingMaterials;
  names: OpenedNames;
}

/**
 * The state of a training worker: the opened data and models, and the running training. One training runs at a time.
 */
export class TrainingService implements Handlers<keyof typeof trainCalls> {
  readonly #surroundings: Required<Surroundings>;
  #open: OpenedMaterials | null = null;
  #gate: Gate | null = null;
  readonly #ahead = new TrainingAhead();
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(surroundings: Surroundings) {
    this.#surroundings = { source: fetchSource, workers: null, ...surroundings };
  }

  /** @throws PlaygroundError if base, data or device are not available; what was open before stays open */
  async openTraining({
    device: wanted,
    models: folder,
    base: start,
    data: file,
    supervision,
  }: RequestOf<"openTraining">): Promise<OpenedTraining> {
    this.#refuseWhileTraining();
    const { cache, runtimeOn, source } = this.#surroundings;
    const device = await chooseDevice(wanted);
    const models = await TrainingModels.list(folder, source, start);
    const ports = trainingPorts(models, { device, runtime: runtimeOn(device), cache });
    const materials = await TrainingMaterials.open(trainingSource(file, supervision), ports, { follows: true });
    const generator = await materials.generator();
    await this.#inTurn(async () => {
      this.#refuseWhileTraining();
      await this.#ahead.close();
      await this.#open?.materials.release();
      this.#open = { device, materials, names: { dataName: file.name, base: start } };
    });
    // A person may press Start at once, while the generator is still being opened for the pinned pairs.
    if (device.backend === "wasm") this.#surroundings.workers?.prepare();
    const { train, heldOut, leftOut } = materials.data;
    return {
      device,
      base: materials.base.name,
      generator: generator.name,
      generators: models.others,
      unit: train.examples.every((example) => "chosen" in example) ? "pairs" : "responses",
      pairs: train.examples.length,
      heldOut: heldOut.records.map(({ prompt }) => prompt),
      leftOut,
    };
  }

  async pinPairs({ places, generator }: RequestOf<"pinPairs">): Promise<PinnedPair[]> {
    return this.#inTurn(async () => {
      const { materials } = this.#opened();
      if (!this.#gate) await this.#chooseGenerator(generator);
      return pinnedPairs(materials, places);
    });
  }

  async openAhead({ plan }: RequestOf<"openAhead">): Promise<null> {
    const { workers } = this.#surroundings;
    await this.#inTurn(async () => {
      if (this.#gate || this.#open?.device.backend !== "wasm" || !workers) return;
      await this.#chooseGenerator(plan.generator);
      // Not waited for in turn: a training that begins meanwhile takes the runs, or closes them.
      if (!this.#gate) void this.#ahead.open(this.#open.materials, plan, workers);
    });
    return null;
  }

  async controlTraining({ action }: RequestOf<"controlTraining">): Promise<null> {
    this.#gate?.[action]();
    return null;
  }

  async train({ plan }: RequestOf<"train">, { emit, signal }: Call<"train">): Promise<RunEnding[]> {
    this.#refuseWhileTraining();
    const { device, materials, names } = this.#opened();
    const gate = new Gate(() => emit({ type: "waiting" }));
    this.#gate = gate;
    try {
      await openJax(device.backend);
      await this.#ahead.closeOthers(plan);
      await this.#inTurn(() => this.#chooseGenerator(plan.generator));
      const updates = new UpdateStream(emit);
      const keeping = await browserKeeping(materials, plan, names, emit);
      const arrangement = (device.backend === "wasm" && this.#surroundings.workers) || "in turn";
      const tell = (news: TrainingNews) => updates.hear(news);
      return await trainRewardModels(
        materials,
        plan,
        { keeping, arrangement, gate, signal, tell },
        await this.#ahead.take(),
      );
    } finally {
      this.#gate = null;
    }
  }

  async #chooseGenerator(generator: string | null): Promise<void> {
    await this.#ahead.closeWithout(generator);
    await this.#opened().materials.chooseGenerator(generator);
  }

  /** Runs jobs one after another, so that a generator is released only when no job uses it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => {});
    return turn;
  }

  #opened(): OpenedMaterials {
    if (this.#open) return this.#open;
    throw new PlaygroundError({
      what: "There is no data to train on yet",
      where: "training",
      fix: "Choose data first.",
    });
  }

  #refuseWhileTraining(): void {
    if (!this.#gate) return;
    throw new PlaygroundError({ what: "A training is under way", where: "training", fix: "Stop it first." });
  }
}

/** Follows these held-out pairs from now on, and returns them token by token with the generator's probabilities. */
async function pinnedPairs(materials: TrainingMaterials, places: readonly number[]): Promise<PinnedPair[]> {
  const { tokenizer, data } = materials;
  const tokens = ({ ids, responseStart, q }: Response): PinnedToken[] =>
    ids.slice(responseStart).map((id, t) => ({ text: tokenizer.tokenText(id), q: q?.[t] ?? 0 }));
  materials.follow(places);
  return (await materials.followed(null)).map(({ place, pair }) => {
    const [chosen = [], rejected = []] = exampleResponses(pair).map(tokens);
    const { prompt = "" } = data.heldOut.records[place] ?? {};
    return { place, prompt: textOf(prompt, "user"), chosen, rejected };
  });
}

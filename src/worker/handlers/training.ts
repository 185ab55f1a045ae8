import { type CheckpointSource, fetchSource } from "../../engine/checkpoint/source.ts";
import { chooseDevice, type DeviceReport } from "../../engine/device.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { deviceLoss, openJax } from "../../engine/jax.ts";
import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import { openGenerator } from "../../engine/policy/generator-model.ts";
import type { ProbabilityCache } from "../../engine/training/cached-probabilities.ts";
import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import type { PreparationStage } from "../../engine/training/edge-generator.ts";
import type { ControlTrainingRequest, OpenTrainingRequest, PinPairsRequest, TrainRequest } from "../requests.ts";
import type { Call } from "../serve.ts";
import type { OpenedTraining, PinnedPair, RunEnding } from "../training-records.ts";
import { StagedWork } from "./staged-work.ts";
import { beginLanes } from "./training-begin.ts";
import { readTrainingData } from "./training-data.ts";
import { TrainingDesk } from "./training-desk.ts";
import { Gate } from "./training-gate.ts";
import { trainTogether } from "./training-loop.ts";
import { TrainingModels } from "./training-models.ts";

/** What the room takes from the place it runs in. */
export interface Surroundings {
  cache: ProbabilityCache;
  runtimeOn(device: DeviceReport): RuntimeOptions;
  /** Files below an address. */
  source?: (address: string) => CheckpointSource;
}

/** The training worker's state: what lies on the desk, and the training that runs. One training at a time. */
export class TrainingRoom {
  readonly #surroundings: Required<Surroundings>;
  #desk: TrainingDesk | null = null;
  #gate: Gate | null = null;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(surroundings: Surroundings) {
    this.#surroundings = { source: fetchSource, ...surroundings };
  }

  /** @throws PlaygroundError when the base, the data or the device cannot be had; what was open before stays */
  async open({
    device: wanted,
    models: folder,
    base: start,
    data: file,
    supervision,
  }: OpenTrainingRequest): Promise<OpenedTraining> {
    this.#refuseWhileTraining();
    const { cache, runtimeOn, source } = this.#surroundings;
    const device = await chooseDevice(wanted);
    const models = await TrainingModels.list(folder, source, start);
    const [base, generator, data] = await Promise.all([
      models.readBase(),
      models.readGenerator(null),
      readTrainingData(file, supervision),
    ]);
    const desk = new TrainingDesk({
      device,
      base,
      baseId: start,
      generator,
      data,
      dataName: file.name,
      cache,
      readGenerator: (id) => models.readGenerator(id),
      openGenerator: (model) => openGenerator(model, runtimeOn(device)),
    });
    await this.#inTurn(async () => {
      this.#refuseWhileTraining();
      await this.#desk?.release();
      this.#desk = desk;
    });
    const { train, heldOut, leftOut } = desk.data;
    return {
      device,
      base: base.name,
      generator: generator.name,
      generators: models.others,
      unit: train.examples.every((example) => "chosen" in example) ? "pairs" : "responses",
      pairs: train.examples.length,
      heldOut: heldOut.records.map(({ prompt }) => prompt),
      leftOut,
    };
  }

  async pin({ places, generator }: PinPairsRequest): Promise<PinnedPair[]> {
    return this.#inTurn(async () => {
      const desk = this.#opened();
      if (!this.#gate) await desk.chooseGenerator(generator);
      return desk.pin(places);
    });
  }

  async control({ action }: ControlTrainingRequest): Promise<null> {
    this.#gate?.[action]();
    return null;
  }

  async train({ plan }: TrainRequest, { emit, signal }: Call<"train">): Promise<RunEnding[]> {
    this.#refuseWhileTraining();
    const desk = this.#opened();
    const gate = new Gate(() => emit({ type: "waiting" }));
    this.#gate = gate;
    let loss: PlaygroundError | null = null;
    try {
      for (const { name, config } of plan.runs) checkRewardModelConfig(config, name);
      const { backend } = desk.contents.device;
      await openJax(backend);
      void deviceLoss(backend).then((error) => {
        loss = error;
      });
      const preparation = new StagedWork<PreparationStage>(gate, signal, (progress) =>
        emit({ type: "preparing", ...progress }),
      );
      await this.#inTurn(() => desk.chooseGenerator(plan.generator));
      const materials = await desk.materials(plan, preparation);
      const lanes = await beginLanes(desk, plan, materials, emit);
      const endings = await trainTogether(lanes, { gate, recordEvery: plan.recordEvery, signal, emit });
      // After an error nobody knows which arrays there still are: the page takes another worker then.
      for (const { run } of lanes) run.dispose();
      return endings;
    } catch (error) {
      // What a step on a lost device fails with says nothing to a person.
      throw loss ?? error;
    } finally {
      this.#gate = null;
    }
  }

  /** A generator is let go of only when nobody asks it any more. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => {});
    return turn;
  }

  #opened(): TrainingDesk {
    if (this.#desk) return this.#desk;
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

import { type Checkpoint, loadCheckpoint, saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { openJax } from "../../engine/jax.ts";
import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import { openRewardModel } from "../../engine/reward/reward-model.ts";
import { openDevice } from "../device.ts";
import { directorySource, writeFiles } from "../files.ts";
import { EMBEDDED_POLICY, embeddedBase, openTrainablePolicy, runtimeOptions, type TrainablePolicy } from "../models.ts";
import { Alignments } from "./alignments.ts";
import { type Condition, clean } from "./conditions.ts";
import { Judges, type JudgeWithoutModel, type ModelFigures } from "./judges.ts";
import { Material } from "./material.ts";
import { isAlignedOn, type Plan, type ReproducedAlignment, type Training, trainingName } from "./plan.ts";
import type { TunedPolicyFigures } from "./policy-figures.ts";
import { Records } from "./records.ts";
import { TrainedModel, type Validation } from "./training.ts";

/** Keeps the thing that was opened last, for the next caller who asks for the same; another thing replaces it. */
class Latest<Thing> {
  #key: string | null = null;
  #thing: Promise<Thing> | null = null;

  get(key: string, open: () => Promise<Thing>): Promise<Thing> {
    if (this.#thing === null || key !== this.#key) this.#thing = open();
    this.#key = key;
    return this.#thing;
  }
}

/** The setup of a process of `reproduce`. */
export interface WorkshopSetup {
  plan: Plan;
  /** Folder of the records. */
  folder: string;
  device: "auto" | "wasm" | "webgpu";
}

/** Computes parts of the results in one process. It never computes what `Records` already has. */
export class Workshop {
  readonly #plan: Plan;
  readonly #records: Records;
  readonly #policy: TrainablePolicy;
  readonly #base: Checkpoint;
  readonly #runtime: RuntimeOptions;
  readonly #alignments: Alignments;
  // Parts come by condition and tuning, so that what was read for the last part often serves the next.
  readonly #bases = new Latest<Checkpoint>();
  readonly #materials = new Latest<Material>();
  readonly #judges = new Latest<Judges>();

  private constructor(
    plan: Plan,
    records: Records,
    policy: TrainablePolicy,
    base: Checkpoint,
    runtime: RuntimeOptions,
  ) {
    this.#plan = plan;
    this.#records = records;
    this.#policy = policy;
    this.#base = base;
    this.#runtime = runtime;
    this.#alignments = new Alignments(policy, plan, records, runtime);
  }

  static async open({ plan, folder, device: wanted }: WorkshopSetup): Promise<Workshop> {
    // There are as many processes as cores, so each uses one thread.
    const device = { ...(await openDevice(wanted)), threads: 1 };
    await openJax(device.backend);
    const policy = await openTrainablePolicy(EMBEDDED_POLICY, device);
    const base = await loadCheckpoint(directorySource(await embeddedBase()));
    return new Workshop(plan, new Records(folder), policy, base, await runtimeOptions(device));
  }

  /** The validation result by which a learning rate is chosen. */
  async trial(training: Training): Promise<Validation> {
    return this.#train(training, true, async (model) => model.validation);
  }

  /** Trains a reward model, keeps it if policies are tuned to it, and computes its figures. */
  async result(training: Training): Promise<ModelFigures> {
    const name = trainingName(training);
    return this.#train(training, false, async (model) => {
      if (isAlignedOn(this.#plan, training)) {
        await writeFiles(this.#records.path(name), saveCheckpoint(await model.checkpoint(name), { dtype: "F16" }));
      }
      return (await this.#judgesOf(training.condition)).figures(model);
    });
  }

  async baselines(): Promise<JudgeWithoutModel[]> {
    return (await this.#judgesOf(clean)).baselines();
  }

  async alignmentSamples(seed: number): Promise<void> {
    await this.#alignments.samples(seed);
  }

  async alignmentResult(alignment: ReproducedAlignment): Promise<TunedPolicyFigures> {
    const source = directorySource(this.#records.path(trainingName(alignment.reward)));
    const reward = await openRewardModel(await loadCheckpoint(source), this.#runtime);
    const figures = await this.#alignments.figures(alignment, reward);
    await reward.release();
    return figures;
  }

  async #train<T>(training: Training, isMeasured: boolean, read: (model: TrainedModel) => Promise<T>): Promise<T> {
    const { tuning, condition } = training;
    const base = await this.#baseFor(`${tuning} ${condition.group}`);
    const material = await this.#materials.get(`${tuning} ${condition.id}`, () =>
      Material.open(base, this.#policy.tokenizer, condition, this.#plan),
    );
    return TrainedModel.train(training, this.#plan, await material.of(training), isMeasured, read);
  }

  /**
   * Frozen states are stored with the weights (`storeOf`). Each group gets a copy of the base, so that its states are
   * freed with the copy.
   */
  #baseFor(group: string): Promise<Checkpoint> {
    return this.#bases.get(group, async () => ({ ...this.#base, weights: new Map(this.#base.weights) }));
  }

  #judgesOf(condition: Condition): Promise<Judges> {
    return this.#judges.get(condition.id, () => Judges.open(condition, this.#plan, this.#policy, this.#records));
  }
}

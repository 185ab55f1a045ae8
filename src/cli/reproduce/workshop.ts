import { loadCheckpoint, saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { insistOnAll } from "../../engine/data/left-out.ts";
import { readPreferences } from "../../engine/data/read-records.ts";
import { openJax } from "../../engine/jax.ts";
import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import { openRewardModel } from "../../engine/reward/reward-model.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { tokeniseExamples } from "../../engine/training/examples.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { openDevice } from "../device.ts";
import { directorySource, openFile, writeFiles } from "../files.ts";
import {
  EMBEDDED_PAIRS,
  EMBEDDED_POLICY,
  embeddedBase,
  openTrainablePolicy,
  runtimeOptions,
  type TrainablePolicy,
} from "../models.ts";
import { Alignments } from "./alignments.ts";
import { type Baseline, Judges, type ModelFigures } from "./judges.ts";
import { type Alignment, embeddedData, type Plan, type Training, trainingName } from "./plan.ts";
import type { PolicyFigures } from "./policy-figures.ts";
import { Records } from "./records.ts";
import { type TrainingMaterial, train } from "./training.ts";

/** What a process of `reproduce` is set up with. */
export interface WorkshopSetup {
  plan: Plan;
  /** Folder of the records, which are open already. */
  folder: string;
  device: "auto" | "wasm" | "webgpu";
}

/** One process's means to compute any part of the results. Nothing here is done twice that `Records` knows of. */
export class Workshop {
  readonly #plan: Plan;
  readonly #records: Records;
  readonly #policy: TrainablePolicy;
  readonly #material: TrainingMaterial;
  readonly #runtime: RuntimeOptions;
  readonly #alignments: Alignments;
  #judges: Promise<Judges> | null = null;

  private constructor(
    plan: Plan,
    records: Records,
    policy: TrainablePolicy,
    material: TrainingMaterial,
    runtime: RuntimeOptions,
  ) {
    this.#plan = plan;
    this.#records = records;
    this.#policy = policy;
    this.#material = material;
    this.#runtime = runtime;
    this.#alignments = new Alignments(policy, plan.alignment, records, runtime);
  }

  static async open({ plan, folder, device: wanted }: WorkshopSetup): Promise<Workshop> {
    const device = await openDevice(wanted);
    await openJax(device.backend);
    const policy = await openTrainablePolicy(EMBEDDED_POLICY, device);
    const read = async (file: string) => {
      const { tokenizer, checkpoint } = policy;
      const reader = { tokenizer, contextLength: checkpoint.config.contextLength, world: wordProblems };
      const { pairs } = await readPreferences(await openFile(file), file);
      const { examples, leftOut } = tokeniseExamples(pairs, reader, file);
      // The published figures are of all pairs.
      insistOnAll(leftOut);
      return examples;
    };
    const material = {
      base: await loadCheckpoint(directorySource(await embeddedBase())),
      generator: policy.lm,
      pairs: await read(EMBEDDED_PAIRS),
      validation: (await read(embeddedData("preferences-validation"))).slice(0, plan.judgedPairs.validation),
      padTokenId: trainingIds(policy.tokenizer).padId,
    };
    return new Workshop(plan, new Records(folder), policy, material, await runtimeOptions(device));
  }

  /** Accuracy on validation pairs, by which a learning rate is chosen. */
  async trial(training: Training): Promise<number> {
    return (await train(training, this.#plan, this.#material)).validationAccuracy;
  }

  /** Trains a reward model, keeps it, and holds it against the truth. */
  async result(training: Training): Promise<ModelFigures> {
    const { checkpoint } = await train(training, this.#plan, this.#material);
    await writeFiles(this.#records.path(trainingName(training)), saveCheckpoint(checkpoint, { dtype: "F16" }));
    const model = await openRewardModel(checkpoint, this.#runtime);
    const figures = await (await this.#judged()).figures(model);
    await model.release();
    return figures;
  }

  async baselines(): Promise<Baseline[]> {
    return (await this.#judged()).baselines();
  }

  async alignmentSamples(seed: number): Promise<void> {
    await this.#alignments.samples(seed);
  }

  async alignmentTrial(alignment: Alignment): Promise<number> {
    const reward = await this.#reward(alignment);
    const gold = await this.#alignments.trial(alignment, reward);
    await reward.release();
    return gold;
  }

  async alignmentResult(alignment: Alignment): Promise<PolicyFigures> {
    const reward = await this.#reward(alignment);
    const figures = await this.#alignments.figures(alignment, reward);
    await reward.release();
    return figures;
  }

  #judged(): Promise<Judges> {
    this.#judges ??= Judges.open(this.#plan, this.#policy, this.#records);
    return this.#judges;
  }

  async #reward({ reward }: Alignment) {
    const source = directorySource(this.#records.path(trainingName(reward)));
    return openRewardModel(await loadCheckpoint(source), this.#runtime);
  }
}

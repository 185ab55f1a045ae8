import { fetchSource } from "../../engine/checkpoint/source.ts";
import type { Supervision, TrainingRecord } from "../../engine/data/read-records.ts";
import { type Backend, chooseDevice } from "../../engine/device.ts";
import { deviceLoss, openJax } from "../../engine/jax.ts";
import { openGenerator } from "../../engine/policy/generator-model.ts";
import { pinnedPair } from "../../engine/sweep/pinned.ts";
import type { SweepPlan } from "../../engine/sweep/plan.ts";
import { materialOf } from "../../engine/sweep/record.ts";
import { TrialMaterials } from "../../engine/sweep/trial-materials.ts";
import type { Opened } from "../../engine/sweep/trial-server.ts";
import { checkpointTokenizer } from "../../engine/tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { tokeniseExamples } from "../../engine/training/examples.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { exclusively } from "../../storage/locks.ts";
import type { DataSource } from "../training-records.ts";
import { browserCache } from "./browser-cache.ts";
import { runtimeOn } from "./start.ts";
import { readTrainingData } from "./training-data.ts";
import { TrainingModels } from "./training-models.ts";

/** Where a browser's sweep finds what its trials are made of. */
export interface SweepSetup extends Pick<SweepPlan, "pairs" | "heldOut"> {
  backend: Backend;
  /** Absolute address of the models folder, with a slash at its end. */
  models: string;
  data: DataSource;
  /** The model that reward models start from; null: that of the playground. */
  base: string | null;
  /** The model whose generation probabilities weigh the edges; null is the usual one. */
  generator: string | null;
  /** Labelled steps are asked for where a trial may learn from them. */
  supervision: Supervision;
}

/** @throws PlaygroundError when device, models or data cannot be had */
export async function openSweepMaterials(setup: SweepSetup): Promise<Opened> {
  const device = await chooseDevice(setup.backend);
  await openJax(device.backend);
  const models = await TrainingModels.list(setup.models, fetchSource, setup.base);
  const [base, generator, data] = await Promise.all([
    models.readBase(),
    models.readGenerator(setup.generator),
    readTrainingData(setup.data, setup.supervision),
  ]);
  const pairs = {
    train: data.train.slice(0, setup.pairs ?? undefined),
    heldOut: data.heldOut.slice(0, setup.heldOut ?? undefined),
  };
  const tokenizer = checkpointTokenizer(base);
  const world = setup.supervision === "steps" ? wordProblems : null;
  const reader = { tokenizer, contextLength: base.config.contextLength, world };
  const tokenise = (records: TrainingRecord[]) => tokeniseExamples(records, reader);
  const heldOut = tokenise(pairs.heldOut);
  const materials = new TrialMaterials({
    base,
    generator,
    train: tokenise(pairs.train),
    heldOut,
    padTokenId: trainingIds(tokenizer).padId,
    backend: device.backend,
    cache: browserCache,
    inTurn: (work) => exclusively("generation probabilities of a sweep", work),
    open: (model) => openGenerator(model, runtimeOn(device)),
  });
  const names = { data: setup.data.name, base: base.name, generator: generator.name };
  const pinned = pinnedPair(pairs.heldOut, heldOut, tokenizer);
  const material = await materialOf(names, pairs, { base, generator }, pinned);
  return { materials, material, lost: deviceLoss(device.backend) };
}

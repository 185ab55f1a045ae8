import { fetchSource } from "../../engine/checkpoint/source.ts";
import type { Supervision } from "../../engine/data/read-records.ts";
import { type Backend, chooseDevice } from "../../engine/device.ts";
import { deviceLoss, openJax } from "../../engine/jax.ts";
import { openGenerator } from "../../engine/policy/generator-model.ts";
import { openTrialMaterials } from "../../engine/sweep/open-materials.ts";
import type { SweepPlan } from "../../engine/sweep/plan.ts";
import type { Opened } from "../../engine/sweep/trial-server.ts";
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
  const [base, generator, split] = await Promise.all([
    models.readBase(),
    models.readGenerator(setup.generator),
    readTrainingData(setup.data, setup.supervision),
  ]);
  const opened = await openTrialMaterials({
    ...{ base, generator, split, pairs: setup.pairs, heldOut: setup.heldOut, world: wordProblems },
    names: { data: setup.data.name, base: base.name, generator: generator.name },
    backend: device.backend,
    cache: browserCache,
    inTurn: (work) => exclusively("generation probabilities of a sweep", work),
    open: (model) => openGenerator(model, runtimeOn(device)),
  });
  return { ...opened, lost: deviceLoss(device.backend) };
}

import { fetchSource } from "../../../engine/checkpoint/source.ts";
import type { Supervision } from "../../../engine/data/read-records.ts";
import { type Backend, chooseDevice } from "../../../engine/device.ts";
import { deviceLoss, openJax } from "../../../engine/jax.ts";
import { openTrialMaterials } from "../../../flows/sweep/trial-materials.ts";
import type { Opened } from "../../../flows/sweep/trial-server.ts";
import type { DataShare } from "../../../flows/train/plan.ts";
import { exclusively } from "../../../storage/locks.ts";
import { browserCache } from "../../browser-cache.ts";
import { runtimeOn } from "../../runtime.ts";
import type { DataSource } from "../../training-records.ts";
import { TrainingModels } from "../train/models.ts";
import { trainingPorts, trainingSource } from "../train/ports.ts";

/** Where the trials of a sweep in the browser find their data and models. */
export interface SweepSetup extends DataShare {
  backend: Backend;
  /** Absolute address of the models folder, with a slash at its end. */
  models: string;
  data: DataSource;
  /** The model that reward models start from; null is the playground's base. */
  base: string | null;
  /** The model whose generation probabilities weigh the edges; null is the usual generator. */
  generator: string | null;
  /** What trials learn from; labelled steps are read if a trial may learn from steps. */
  supervision: Supervision;
}

/** @throws PlaygroundError if device, models or data are not available */
export async function openSweepMaterials(setup: SweepSetup): Promise<Opened> {
  const device = await chooseDevice(setup.backend);
  await openJax(device.backend);
  const models = await TrainingModels.list(setup.models, fetchSource, setup.base);
  const ports = trainingPorts(models, { device, runtime: runtimeOn(device), cache: browserCache });
  const opened = await openTrialMaterials(trainingSource(setup.data, setup.supervision), setup, {
    ...ports,
    readGenerator: () => models.readGenerator(setup.generator),
    inTurn: (work) => exclusively("generation probabilities of a sweep", work),
  });
  return { ...opened, lost: deviceLoss(device.backend) };
}

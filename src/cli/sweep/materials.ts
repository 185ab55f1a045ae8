import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { insistOnAll } from "../../engine/data/left-out.ts";
import type { Supervision } from "../../engine/data/read-records.ts";
import type { DeviceReport } from "../../engine/device.ts";
import { deviceLoss } from "../../engine/jax.ts";
import { CLASS_MODEL } from "../../engine/policy/class-entry.ts";
import { classModel } from "../../engine/policy/class-model.ts";
import { type GeneratorModel, openGenerator } from "../../engine/policy/generator-model.ts";
import { openTrialMaterials } from "../../engine/sweep/open-materials.ts";
import type { SweepPlan } from "../../engine/sweep/plan.ts";
import { memoryCache } from "../../engine/sweep/trial-materials.ts";
import type { Opened } from "../../engine/sweep/trial-server.ts";
import { readTrainingSplit } from "../../engine/training/training-data.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { directorySource, openFile } from "../files.ts";
import { runtimeOptions } from "../models.ts";

/** Where a sweep's data and models are. */
export interface SweepSources extends Pick<SweepPlan, "pairs" | "heldOut"> {
  data: string;
  /** null: a tenth of the prompts of `data`, the same for every seed. */
  heldOutData: string | null;
  base: string;
  generator: string;
  /** Labelled steps are asked for where a trial may learn from them. */
  supervision: Supervision;
  /** Whether a record that cannot be used stops the sweep. */
  strict: boolean;
}

async function readModels({ base, generator }: SweepSources): Promise<{ base: Checkpoint; generator: GeneratorModel }> {
  const start = await loadCheckpoint(directorySource(base));
  if (generator === CLASS_MODEL) return { base: start, generator: classModel(start) };
  return { base: start, generator: generator === base ? start : await loadCheckpoint(directorySource(generator)) };
}

/** @throws PlaygroundError naming what cannot be read, or the data of which nothing can be trained on */
export async function openMaterials(sources: SweepSources, device: DeviceReport): Promise<Opened> {
  const named = async (name: string) => ({ name, file: await openFile(name) });
  const { data, heldOutData, supervision, pairs, heldOut, strict } = sources;
  const reading = readTrainingSplit(
    ...([await named(data), heldOutData === null ? null : await named(heldOutData), supervision] as const),
  );
  const [split, models] = await Promise.all([reading, readModels(sources)]);
  const opened = await openTrialMaterials({
    ...models,
    ...{ names: sources, split, pairs, heldOut, world: wordProblems },
    backend: device.backend,
    cache: memoryCache(),
    inTurn: (work) => work(),
    open: async (model) => openGenerator(model, await runtimeOptions(device)),
  });
  if (strict && opened.material.leftOut) insistOnAll(opened.material.leftOut);
  return { ...opened, lost: deviceLoss(device.backend) };
}

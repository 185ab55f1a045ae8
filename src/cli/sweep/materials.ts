import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { insistOnAll } from "../../engine/data/left-out.ts";
import type { DeviceReport } from "../../engine/device.ts";
import { deviceLoss } from "../../engine/jax.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import { openTrialMaterials } from "../../engine/sweep/open-materials.ts";
import type { SweepPlan } from "../../engine/sweep/plan.ts";
import { memoryCache } from "../../engine/sweep/trial-materials.ts";
import type { Opened } from "../../engine/sweep/trial-server.ts";
import { readPairSplit } from "../../engine/training/training-data.ts";
import { directorySource, openFile } from "../files.ts";
import { runtimeOptions } from "../models.ts";

/** Where a sweep's data and models are. */
export interface SweepSources extends Pick<SweepPlan, "pairs" | "heldOut"> {
  data: string;
  /** null: a tenth of the prompts of `data`, the same for every seed. */
  heldOutData: string | null;
  base: string;
  generator: string;
  /** Whether a record that cannot be used stops the sweep. */
  strict: boolean;
}

async function readModels({ base, generator }: SweepSources): Promise<Record<"base" | "generator", Checkpoint>> {
  const start = await loadCheckpoint(directorySource(base));
  return { base: start, generator: generator === base ? start : await loadCheckpoint(directorySource(generator)) };
}

/** @throws PlaygroundError naming what cannot be read, or the data of which nothing can be trained on */
export async function openMaterials(sources: SweepSources, device: DeviceReport): Promise<Opened> {
  const named = async (name: string) => ({ name, file: await openFile(name) });
  const { data, heldOutData, pairs, heldOut, strict } = sources;
  const reading = readPairSplit(await named(data), heldOutData === null ? null : await named(heldOutData));
  const [split, models] = await Promise.all([reading, readModels(sources)]);
  const opened = await openTrialMaterials({
    ...models,
    ...{ names: sources, split, pairs, heldOut },
    backend: device.backend,
    cache: memoryCache(),
    inTurn: (work) => work(),
    open: async (checkpoint) => openCausalLM(checkpoint, await runtimeOptions(device)),
  });
  if (strict && opened.material.leftOut) insistOnAll(opened.material.leftOut);
  return { ...opened, lost: deviceLoss(device.backend) };
}

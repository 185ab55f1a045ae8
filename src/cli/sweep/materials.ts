import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { holdOut } from "../../engine/data/hold-out.ts";
import type { Preference } from "../../engine/data/preference.ts";
import { readPreferences } from "../../engine/data/read-records.ts";
import type { DeviceReport } from "../../engine/device.ts";
import { deviceLoss } from "../../engine/jax.ts";
import { openGenerator } from "../../engine/policy/generator-model.ts";
import { pinnedPair } from "../../engine/sweep/pinned.ts";
import type { SweepPlan } from "../../engine/sweep/plan.ts";
import { materialOf } from "../../engine/sweep/record.ts";
import { memoryCache, TrialMaterials } from "../../engine/sweep/trial-materials.ts";
import type { Opened } from "../../engine/sweep/trial-server.ts";
import { checkpointTokenizer } from "../../engine/tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { tokenisePairs } from "../../engine/training/pairs.ts";
import { directorySource, openFile } from "../files.ts";
import { runtimeOptions } from "../models.ts";

/** Where a sweep's data and models are. */
export interface SweepSources extends Pick<SweepPlan, "pairs" | "heldOut"> {
  data: string;
  /** null: a tenth of the prompts of `data`, the same for every seed. */
  heldOutData: string | null;
  base: string;
  generator: string;
}

async function readData({ data, heldOutData, pairs, heldOut }: SweepSources) {
  const all = await readPreferences(await openFile(data), data);
  const parts =
    heldOutData === null
      ? holdOut(all, 0, data)
      : { training: all, heldOut: await readPreferences(await openFile(heldOutData), heldOutData) };
  return {
    train: parts.training.slice(0, pairs ?? undefined),
    heldOut: parts.heldOut.slice(0, heldOut ?? undefined),
  };
}

async function readModels({ base, generator }: SweepSources): Promise<Record<"base" | "generator", Checkpoint>> {
  const start = await loadCheckpoint(directorySource(base));
  return { base: start, generator: generator === base ? start : await loadCheckpoint(directorySource(generator)) };
}

/** @throws PlaygroundError naming what cannot be read, or a pair that cannot be trained on */
export async function openMaterials(sources: SweepSources, device: DeviceReport): Promise<Opened> {
  const [pairs, models] = await Promise.all([readData(sources), readModels(sources)]);
  const { base } = models;
  const tokenizer = checkpointTokenizer(base);
  const tokenise = (preferences: Preference[]) => tokenisePairs(preferences, tokenizer, base.config.contextLength);
  const heldOut = tokenise(pairs.heldOut);
  const materials = new TrialMaterials({
    ...models,
    train: tokenise(pairs.train),
    heldOut,
    padTokenId: trainingIds(tokenizer).padId,
    backend: device.backend,
    cache: memoryCache(),
    inTurn: (work) => work(),
    open: async (model) => openGenerator(model, await runtimeOptions(device)),
  });
  return {
    materials,
    material: await materialOf(sources, pairs, models, pinnedPair(pairs.heldOut, heldOut, tokenizer)),
    lost: deviceLoss(device.backend),
  };
}

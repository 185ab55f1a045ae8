import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { holdOut } from "../../engine/data/hold-out.ts";
import { readTrainingRecords, type Supervision, type TrainingRecord } from "../../engine/data/read-records.ts";
import type { DeviceReport } from "../../engine/device.ts";
import { deviceLoss } from "../../engine/jax.ts";
import { CLASS_MODEL } from "../../engine/policy/class-entry.ts";
import { classModel } from "../../engine/policy/class-model.ts";
import { type GeneratorModel, openGenerator } from "../../engine/policy/generator-model.ts";
import { pinnedPair } from "../../engine/sweep/pinned.ts";
import type { SweepPlan } from "../../engine/sweep/plan.ts";
import { materialOf } from "../../engine/sweep/record.ts";
import { memoryCache, TrialMaterials } from "../../engine/sweep/trial-materials.ts";
import type { Opened } from "../../engine/sweep/trial-server.ts";
import { checkpointTokenizer } from "../../engine/tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { tokeniseExamples } from "../../engine/training/examples.ts";
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
}

async function readData({ data, heldOutData, supervision, pairs, heldOut }: SweepSources) {
  const read = async (file: string) => readTrainingRecords(await openFile(file), file, supervision);
  const all = await read(data);
  const parts = heldOutData === null ? holdOut(all, 0, data) : { training: all, heldOut: await read(heldOutData) };
  return {
    train: parts.training.slice(0, pairs ?? undefined),
    heldOut: parts.heldOut.slice(0, heldOut ?? undefined),
  };
}

async function readModels({ base, generator }: SweepSources): Promise<{ base: Checkpoint; generator: GeneratorModel }> {
  const start = await loadCheckpoint(directorySource(base));
  if (generator === CLASS_MODEL) return { base: start, generator: classModel(start) };
  return { base: start, generator: generator === base ? start : await loadCheckpoint(directorySource(generator)) };
}

/** @throws PlaygroundError naming what cannot be read, or a pair that cannot be trained on */
export async function openMaterials(sources: SweepSources, device: DeviceReport): Promise<Opened> {
  const [pairs, models] = await Promise.all([readData(sources), readModels(sources)]);
  const { base } = models;
  const tokenizer = checkpointTokenizer(base);
  const world = sources.supervision === "steps" ? wordProblems : null;
  const reader = { tokenizer, contextLength: base.config.contextLength, world };
  const tokenise = (records: TrainingRecord[]) => tokeniseExamples(records, reader);
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

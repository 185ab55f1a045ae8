import type { RunPlan, TrainingPlan } from "../flows/train/plan.ts";
import { runName } from "./run-name.ts";
import { configOf, type TrainSettings } from "./train-settings.ts";
import type { VariantId } from "./train-variants.ts";

/** Ids of stored runs by variant. */
export type StoredRuns = Readonly<Partial<Record<VariantId, string>>>;

/** What the worker is asked to do. @param resume stored runs to go on with */
export function planOf(settings: TrainSettings, resume: StoredRuns = {}): TrainingPlan {
  const { variants, generator, pairs, heldOut, recordEvery, config } = settings;
  const runs = variants.map(
    (id): RunPlan => ({ id, name: runName(id, settings), config: configOf(id, config), resume: resume[id] ?? null }),
  );
  return { runs, generator, pairs, heldOut, recordEvery };
}

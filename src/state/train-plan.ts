import type { RunPlan, TrainingPlan } from "../flows/train/plan.ts";
import { runName } from "./run-name.ts";
import { type TrainSettings, variantConfig } from "./train-settings.ts";
import type { VariantId } from "./train-variants.ts";

/** Ids of stored runs by variant. */
export type StoredRuns = Readonly<Partial<Record<VariantId, string>>>;

/** The plan of the request to the worker. @param resume stored runs to continue */
export function trainingPlanOf(settings: TrainSettings, resume: StoredRuns = {}): TrainingPlan {
  const { variants, generator, pairs, heldOut, recordEvery, config } = settings;
  const runs = variants.map(
    (id): RunPlan => ({
      id,
      name: runName(id, settings),
      config: variantConfig(id, config),
      resume: resume[id] ?? null,
    }),
  );
  return { runs, generator, pairs, heldOut, recordEvery };
}

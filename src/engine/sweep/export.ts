import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";
import { nameInFiles } from "../training/setting-names.ts";
import type { SweepRecord } from "./record.ts";
import { dimensions } from "./space.ts";

/**
 * One row per trial: configuration, seed, varied values, status, and every metric. Fields without a meaning stay empty.
 */
export function trialTable({ plan, trials }: SweepRecord): { header: string[]; rows: (string | number)[][] } {
  const fields = dimensions(plan).map(([field]) => field);
  const metrics = [...new Set(trials.flatMap((trial) => Object.keys(trial.metrics)))].sort();
  return {
    header: [
      "configuration",
      "seed",
      ...fields.map((field) => nameInFiles(REWARD_MODEL_SETTINGS, field)),
      "status",
      "step",
      "seconds",
      ...metrics,
      "error",
    ],
    rows: trials.map((trial) => [
      trial.configuration,
      trial.seed,
      ...fields.map((field) => text(trial.values[field])),
      trial.status,
      trial.step,
      Number(trial.seconds.toFixed(3)),
      ...metrics.map((metric) => trial.metrics[metric] ?? ""),
      trial.error?.what ?? "",
    ]),
  };
}

function text(value: unknown): string | number {
  if (value === undefined) return "";
  return typeof value === "number" ? value : Array.isArray(value) ? value.join(" ") : String(value);
}

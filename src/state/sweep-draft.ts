import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeviceChoice } from "../engine/device.ts";
import type { Sampler } from "../engine/sweep/configurations.ts";
import { checkPlan, type SweepPlan } from "../engine/sweep/plan.ts";
import type { Variations } from "../engine/sweep/space.ts";
import { HELD_OUT_METRICS } from "../engine/sweep/trial-metrics.ts";
import type { Field } from "../engine/sweep/variation.ts";
import type { RewardModelConfig } from "../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import type { DataSource } from "../worker/training-records.ts";
import { DEFAULT_SETTINGS, type TrainSettings, variantConfig } from "./train-settings.ts";

export type HeldOutMetric = keyof typeof HELD_OUT_METRICS;

/** What every trial of a sweep has in common. */
export interface SweepCommon {
  /** Fields that do not vary, numbers of pairs, base and generator; of several variants, only one counts (`baseConfig`). */
  settings: TrainSettings;
  source: DataSource;
  device: DeviceChoice;
}

/** A sweep that is being set up. */
export interface SweepDraft extends SweepCommon {
  vary: Variations;
  sampler: Sampler;
  /** Number of seeds per configuration, counted up from the common seed. */
  replicates: number;
  trials: number;
  metric: HeldOutMetric;
  /** Whether trials are stopped that fall behind the median of the first ones. */
  stopping: boolean;
}

export const DEFAULT_SPACE: Omit<SweepDraft, "source"> = {
  settings: DEFAULT_SETTINGS,
  device: "auto",
  vary: { learningRate: { logRange: [1e-4, 1e-2] }, rho: { range: [0, 0.5] } },
  sampler: "halton",
  replicates: 2,
  trials: 24,
  metric: "heldout/accuracy",
  stopping: false,
};

/** Number of configurations that run in full before others are compared with them. */
const FIRST = 8;

export function createSweepDraft(source: DataSource): StoreApi<SweepDraft> {
  return createStore<SweepDraft>(() => ({ ...DEFAULT_SPACE, source }));
}

/** The fields that do not vary, with consistency if ICRM is among the variants. */
export function baseConfig({ variants, config }: TrainSettings): RewardModelConfig {
  return variantConfig(variants.includes("icrm") ? "icrm" : (variants[0] ?? "icrm"), config);
}

/** @throws PlaygroundError naming the field that cannot be swept */
export function sweepPlanOf(draft: Omit<SweepDraft, "source">): SweepPlan {
  const { settings, vary, sampler, replicates, trials, metric, stopping } = draft;
  const first = settings.config.seed;
  return checkPlan(
    {
      base: baseConfig(settings),
      vary: withConditions(vary),
      sampler,
      seeds: Array.from({ length: replicates }, (_, i) => first + i),
      trials: sampler === "grid" ? null : trials,
      objective: { metric, goal: HELD_OUT_METRICS[metric] },
      stopping: stopping ? { after: FIRST } : null,
      pairs: settings.pairs,
      heldOut: settings.heldOut > 0 ? settings.heldOut : null,
    },
    "sweep",
  );
}

function withConditions(vary: Variations): Variations {
  const entries = Object.entries(vary) as [Field, object][];
  return Object.fromEntries(
    entries.map(([field, variation]) => {
      // A field that is none is refused when the plan is checked.
      const known: Partial<typeof REWARD_MODEL_SETTINGS> = REWARD_MODEL_SETTINGS;
      const { methods, tuning } = known[field]?.when ?? {};
      const when = {
        ...("method" in vary && methods && { method: [...methods] }),
        ...("tuning" in vary && tuning && { tuning: [tuning] }),
      };
      return [field, Object.keys(when).length > 0 ? { ...variation, when } : variation];
    }),
  );
}

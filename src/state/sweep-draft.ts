import { createStore, type StoreApi } from "zustand/vanilla";
import type { Sampler } from "../engine/sweep/configurations.ts";
import { checkPlan, type SweepPlan } from "../engine/sweep/plan.ts";
import { HELD_OUT_METRICS } from "../engine/sweep/run-trial.ts";
import type { Variations } from "../engine/sweep/space.ts";
import type { Field } from "../engine/sweep/variation.ts";
import type { RewardModelConfig } from "../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import type { TrainSettings } from "./train-settings.ts";
import { configOf } from "./train-settings.ts";

export type HeldOutMetric = keyof typeof HELD_OUT_METRICS;

/** A sweep in the making; the fields it does not vary are those of the Train page. */
export interface SweepDraft {
  vary: Variations;
  sampler: Sampler;
  /** Seeds of every configuration, from that of the Train page on. */
  replicates: number;
  trials: number;
  metric: HeldOutMetric;
  /** Whether trials that fall behind the median of the first ones are stopped. */
  stopping: boolean;
}

export const DEFAULT_DRAFT: SweepDraft = {
  vary: { learningRate: { logRange: [1e-4, 1e-2] }, rho: { range: [0, 0.5] } },
  sampler: "halton",
  replicates: 2,
  trials: 24,
  metric: "heldout/accuracy",
  stopping: false,
};

/** Configurations that run in full before others are held against them. */
const FIRST = 8;

export function createSweepDraft(): StoreApi<SweepDraft> {
  return createStore<SweepDraft>(() => DEFAULT_DRAFT);
}

/** What is locked: the Train page's settings, with consistency where it trains with it. */
export function baseOf({ variants, config }: TrainSettings): RewardModelConfig {
  return configOf(variants.includes("icrm") ? "icrm" : (variants[0] ?? "icrm"), config);
}

/** @throws PlaygroundError naming what cannot be swept */
export function planOf(draft: SweepDraft, settings: TrainSettings): SweepPlan {
  const { vary, sampler, replicates, trials, metric, stopping } = draft;
  const first = settings.config.seed;
  return checkPlan(
    {
      base: baseOf(settings),
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
      const { methods, tuning } = REWARD_MODEL_SETTINGS[field].when ?? {};
      const when = {
        ...("method" in vary && methods && { method: [...methods] }),
        ...("tuning" in vary && tuning && { tuning: [tuning] }),
      };
      return [field, Object.keys(when).length > 0 ? { ...variation, when } : variation];
    }),
  );
}

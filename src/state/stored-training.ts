import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../engine/training/reward-model-config.ts";
import type { RunRecord } from "../storage/records.ts";
import type { StoredRuns } from "./train-plan.ts";
import { DEFAULT_SETTINGS, type SharedConfig, type TrainSettings, variantConfig } from "./train-settings.ts";
import { VARIANTS, type Variant, type VariantId } from "./train-variants.ts";

/** Stored runs as a training that continues them side by side. */
export interface StoredTraining {
  runs: StoredRuns;
  settings: Omit<TrainSettings, "recordEvery">;
}

/** Whether a run can be continued. A run that was never saved starts anew and gives the same numbers. */
export function isResumable({ status, hasSnapshot }: Pick<RunRecord, "status" | "hasSnapshot">): boolean {
  return status === "interrupted" || (status === "stopped" && hasSnapshot);
}

/**
 * The trainings that broke off and that nothing was begun after: each as its interrupted runs, the last begun first. Two
 * tabs may have trained at the same time, and each training is offered.
 * @param runs newest first
 */
export function brokenOff(runs: readonly RunRecord[]): RunRecord[][] {
  const begun = Math.max(...runs.map(({ createdAt }) => createdAt));
  const open = runs.filter(({ status, updatedAt }) => status === "interrupted" && updatedAt >= begun);
  const starts = [...new Set(open.map(({ createdAt }) => createdAt))];
  return starts.map((start) => open.filter(({ createdAt }) => createdAt === start));
}

/**
 * null if the runs cannot be trained side by side: they differ in more than their methods, or two have the same method.
 */
export function storedTraining(records: readonly RunRecord[]): StoredTraining | null {
  const [first] = records;
  if (!first) return null;
  const found = records.map(({ id, config }) => {
    const whole = { ...REWARD_MODEL_DEFAULTS, ...config };
    return { id, config: whole, variant: variantOfConfig(whole) };
  });
  // A field that a variant sets is not shared by the runs.
  const shared: Record<string, unknown> = { ...DEFAULT_SETTINGS.config };
  for (const { config, variant } of found) {
    const own = Object.entries(config).filter(([field]) => field in shared && !(field in variant.changes));
    Object.assign(shared, Object.fromEntries(own));
  }
  const config = shared as unknown as SharedConfig;
  const alike =
    found.every((run) => sameFields(variantConfig(run.variant.id, config), run.config)) &&
    records.every((run) => DATA_FIELDS.every((field) => run[field] === first[field]));
  const runs: StoredRuns = Object.fromEntries(found.map(({ id, variant }) => [variant.id, id]));
  const variants = VARIANTS.map(({ id }) => id).filter((id) => id in runs);
  if (!alike || variants.length !== records.length) return null;
  const { base, generator, pairs, heldOut } = first;
  return { runs, settings: { variants, base, generator, pairs, heldOut, config } };
}

const DATA_FIELDS = ["dataHash", "pairs", "heldOut", "baseModel", "base", "generator"] as const;

/** The variant that sets most fields of a config. */
function variantOfConfig(config: RewardModelConfig): Variant & { id: VariantId } {
  const candidates: (Variant & { id: VariantId })[] = VARIANTS.filter(({ method, changes }) =>
    Object.entries({ method, ...changes }).every(([field, value]) => config[field as keyof typeof config] === value),
  );
  const size = ({ changes }: Variant) => Object.keys(changes).length;
  return candidates.sort((a, b) => size(b) - size(a))[0] as (typeof candidates)[number];
}

function sameFields(one: RewardModelConfig, other: RewardModelConfig): boolean {
  const fields = Object.keys(one) as (keyof RewardModelConfig)[];
  return fields.every((field) => String(one[field]) === String(other[field]));
}

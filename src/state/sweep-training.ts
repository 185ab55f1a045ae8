import type { SweepPlan } from "../engine/sweep/plan.ts";
import { type Assignment, configOf as sweptConfig } from "../engine/sweep/space.ts";
import type { TrainSettings } from "./train-settings.ts";
import { VARIANTS } from "./train-variants.ts";

/**
 * The Train page's settings for a configuration of a sweep: the variant with its method and most of its ablations (the
 * page trains one ablation at a time), and all other fields as they were swept.
 */
export function trainingOf(plan: SweepPlan, values: Assignment, settings: TrainSettings): TrainSettings {
  const swept = sweptConfig(plan, values, plan.seeds[0] ?? 0);
  const { method, edgeScore, edgeWeight, baseline, ...config } = swept;
  const candidates = VARIANTS.filter((variant) => variant.method === method);
  const agreement = ({ changes }: (typeof candidates)[number]) =>
    Object.entries(changes).reduce(
      (sum, [field, value]) => sum + (swept[field as keyof typeof swept] === value ? 1 : -9),
      0,
    );
  const [best] = candidates.toSorted((a, b) => agreement(b) - agreement(a));
  return {
    ...settings,
    variants: best ? [best.id] : settings.variants,
    pairs: plan.pairs ?? settings.pairs,
    heldOut: plan.heldOut ?? settings.heldOut,
    config,
  };
}

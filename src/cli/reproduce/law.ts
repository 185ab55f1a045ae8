import { PAIR_DEFAULTS, type PairSettings } from "../../engine/data/world-pairs/settings.ts";
import { type Condition, CUE_SHARE, clean, spurious } from "./conditions.ts";
import { DIALS, type Dial, dials } from "./dials.ts";
import type { Plan, Training } from "./plan.ts";
import { ICRM, REFERENCE, UNIFORM } from "./variants.ts";

/** The variants of the law: the benefit is ICRM's figure minus that of each other variant. */
export const LAW_VARIANTS = [REFERENCE, ICRM, UNIFORM] as const;

/** A value of a dial, with the pairs that it makes and the number of training pairs. */
export interface LawCell {
  dial: Dial;
  value: number;
  condition: Condition;
  size: number;
}

export function lawCells({ law }: Plan): LawCell[] {
  return DIALS.flatMap((dial) =>
    law.values[dial].map((value) => {
      const size = dial === "pairs" ? value : law.size;
      return { dial, value, size, condition: lawCondition(dial, value) };
    }),
  );
}

/**
 * The condition of a dial's value. If the plan has that condition anyway, it is used, so that nothing is trained twice.
 */
function lawCondition(dial: Dial, value: number): Condition {
  if (dial === "pairs" || (dial === "fillers" && value === PAIR_DEFAULTS.stepFillers)) return clean;
  if (dial === "cue" && value === CUE_SHARE) return spurious;
  const { training, tested } = turned(dial, value);
  const name = `${dials[dial].name}: ${value}`;
  return { id: `${dial}${value}`, group: dial, name, training, tests: { in: tested } };
}

function turned(dial: Exclude<Dial, "pairs">, value: number) {
  const changes: Record<typeof dial, Partial<PairSettings>> = {
    cue: { cue: "rejected", cueShare: value },
    events: { minEvents: value, maxEvents: value },
    fillers: { stepFillers: value },
  };
  return { training: changes[dial], tested: dial === "cue" ? {} : changes[dial] };
}

/** The trainings of a cell: heads alone, which take seconds, at the learning rates chosen for clean pairs. */
export function lawTrainings(plan: Plan, cell: LawCell, rateOf: (variant: string) => number): Training[] {
  return plan.seeds.flatMap((seed) =>
    LAW_VARIANTS.map((variant) => ({
      tuning: "head" as const,
      condition: cell.condition,
      variant,
      size: cell.size,
      seed,
      learningRate: rateOf(variant),
    })),
  );
}

import type { Cue } from "./conditions.ts";
import type { Plan, Training, TunedPart } from "./plan.ts";
import type { Validation } from "./training.ts";

/** A learning rate that was tried, with its validation result. */
export interface Tried extends Pick<Training, "tuning" | "variant" | "learningRate"> {
  /** The condition's id. */
  condition: string;
  validation: Validation;
}

/** Returns the learning rate that was chosen for a variant. */
export type RateOf = (tuning: TunedPart, cue: Cue, variant: string) => number;

/**
 * Chooses the learning rate that ranks most validation pairs right; of equal ones, that with the lowest loss, then the
 * first. A single rate is chosen without trial.
 */
export function bestRates(tried: readonly Tried[], { tunings }: Pick<Plan, "tunings">): RateOf {
  return (tuning, cue, variant) => {
    const own = tried.filter((each) => each.tuning === tuning && each.condition === cue && each.variant === variant);
    const [best] = own.toSorted(({ validation: a }, { validation: b }) => b.accuracy - a.accuracy || a.loss - b.loss);
    return best?.learningRate ?? (tunings[tuning].learningRates[0] as number);
  };
}

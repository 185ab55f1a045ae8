import type { Cue } from "./conditions.ts";
import type { Plan, Training, Tuning } from "./plan.ts";
import type { Validation } from "./training.ts";

/** A learning rate that was tried, with what it is chosen by. */
export interface Tried extends Pick<Training, "tuning" | "variant" | "learningRate"> {
  /** Its id. */
  condition: string;
  validation: Validation;
}

/** The learning rate that was chosen for a variant. */
export type RateOf = (tuning: Tuning, cue: Cue, variant: string) => number;

/**
 * The learning rate that ranks most validation pairs right, of equals that with the lowest loss, then the first; the only
 * one where none was tried.
 */
export function bestRates(tried: readonly Tried[], { tunings }: Pick<Plan, "tunings">): RateOf {
  return (tuning, cue, variant) => {
    const own = tried.filter((each) => each.tuning === tuning && each.condition === cue && each.variant === variant);
    const [best] = own.toSorted(({ validation: a }, { validation: b }) => b.accuracy - a.accuracy || a.loss - b.loss);
    return best?.learningRate ?? (tunings[tuning].learningRates[0] as number);
  };
}

import type { Random } from "../../engine/random.ts";

/** One of the doors through which something comes in from outside, and what must hold behind it. */
export interface FaultPart<Input = unknown> {
  name: string;
  /** What an accepted input must satisfy, in a few words. */
  accepted: string;
  /** An input of the kind; valid examples with some damage say more than noise. */
  make(random: Random): Input;
  /** Inputs that once found a fault. */
  found: readonly Input[];
  /**
   * Lets an input in, and holds what came of it against what must be satisfied.
   * @throws PlaygroundError where the input is refused; anything else is a fault
   */
  attempt(input: Input): Promise<void> | void;
}

/** What an accepted input does not satisfy. */
export class Unsatisfied extends Error {}

/** @throws Unsatisfied */
export function satisfied(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Unsatisfied(what);
}

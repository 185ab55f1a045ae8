import type { Random } from "../../engine/random.ts";

/** A way by which something comes in from outside, and what must hold for accepted inputs. */
export interface FaultPart<Input = unknown> {
  name: string;
  /** What an accepted input must satisfy, in a few words. */
  accepted: string;
  /** Makes an input; a damaged valid example tests more than noise. */
  make(random: Random): Input;
  /** Inputs that once found a fault. */
  found: readonly Input[];
  /**
   * Reads an input and checks the result.
   * @throws PlaygroundError if the input is refused; any other error is a fault
   */
  attempt(input: Input): Promise<void> | void;
}

/** Thrown if an accepted input does not satisfy a condition. */
class Unsatisfied extends Error {}

/** @throws Unsatisfied */
export function satisfied(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Unsatisfied(what);
}

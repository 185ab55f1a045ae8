import { knownValue } from "../../../engine/evaluation/known-value.ts";
import type { JudgedTrajectory } from "../../../engine/evaluation/trajectory.ts";
import type { ProcessRewards } from "../../../engine/reward/reward-model.ts";

/** What a judge says at the end of a step, and what is true of it. */
export interface StepFact {
  /** 1-based. */
  step: number;
  reward: number | null;
  /** Where it is known. */
  value: number | null;
  /** Whether this is the first wrong step, or comes after it; null where nobody knows. */
  truth: "right" | "first wrong" | "after" | null;
}

export function stepFacts(
  { stepEnds, firstWrongStep, values }: JudgedTrajectory,
  own: ProcessRewards | undefined,
): StepFact[] {
  return stepEnds.map((position, step) => {
    const known = values.find((value) => value.position === position);
    return {
      step: step + 1,
      reward: own?.tokens[position] ?? null,
      value: known ? knownValue(known) : null,
      truth: truthOf(step, firstWrongStep),
    };
  });
}

function truthOf(step: number, firstWrongStep: number | null): StepFact["truth"] {
  if (firstWrongStep === null) return null;
  if (firstWrongStep < 0 || step < firstWrongStep) return "right";
  return step === firstWrongStep ? "first wrong" : "after";
}

import { knownValue } from "../../../engine/evaluation/known-value.ts";
import type { JudgedTrajectory } from "../../../engine/evaluation/trajectory.ts";
import type { ProcessRewards } from "../../../engine/reward/judge.ts";

/** The judge's reward at the end of a step, with what is known about the step. */
export interface StepFact {
  /** Number of the step, from 1. */
  step: number;
  reward: number | null;
  /** The value at the end of the step, if known. */
  value: number | null;
  /** Whether the step is right, the first wrong one, or after it; null if that is not known. */
  truth: "right" | "first-wrong" | "after" | null;
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
  return step === firstWrongStep ? "first-wrong" : "after";
}

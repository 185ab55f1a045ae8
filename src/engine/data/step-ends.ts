import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { UnusableRecord } from "../unusable-record.ts";
import type { Problem, Verdict, World } from "../world/world.ts";
import { joinedSteps, type LabelledSteps } from "./record.ts";
import { stepTokens } from "./step-tokens.ts";

/** The end of a step of a response, with the step's label. */
export interface StepEnd {
  /** Index of the step's last response token. */
  end: number;
  /** Whether the step is right; null if it was not labelled. */
  right: boolean | null;
}

/**
 * The character offset after every step of a record, in the joined text of its steps.
 * @param where names the record in errors
 * @throws UnusableRecord if a step is blank and so has no end that could be judged
 */
export function stepOffsets(record: LabelledSteps, where: string): number[] {
  const blank = record.steps.findIndex((step) => step.trim() === "");
  if (blank < 0) return record.steps.map((_, i) => joinedSteps(record, i + 1).length);
  throw new UnusableRecord("step without text", {
    what: "A step has no text, so it has no end that could be judged",
    where: `${where}, step ${blank + 1}`,
    expected: "a step that is not blank",
    found: "a blank step",
    fix: "Remove the step with its label, or the record.",
  });
}

/** The world verifier's verdict on a response and on every step that has tokens of its own. */
export function verifiedSteps(
  world: World,
  tokenizer: Tokenizer,
  problem: Problem,
  responseIds: readonly number[],
): { verdict: Verdict; ends: StepEnd[] } {
  const verdict = world.verify(problem, tokenizer.decode(responseIds));
  const spans = stepTokens(tokenizer, responseIds, verdict.steps);
  const ends = spans.flatMap((span, i) =>
    span ? [{ end: span.to - 1, right: verdict.steps[i]?.status === "right" }] : [],
  );
  return { verdict, ends };
}

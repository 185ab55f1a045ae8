import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { UnusableRecord } from "../unusable-record.ts";
import type { Problem, Verdict, World } from "../world/world.ts";
import { joinedSteps, type LabelledSteps } from "./record.ts";
import { stepTokens } from "./step-tokens.ts";

/** Where a step of a response ends, and what is known of it. */
export interface StepEnd {
  /** Index of its last response token. */
  end: number;
  /** null where nobody has said. */
  right: boolean | null;
}

/**
 * Character offset behind every step of a record, in its steps as one text.
 * @param where names the record in errors
 * @throws UnusableRecord where a step has no text, and so no end that could be judged
 */
export function stepOffsets(record: LabelledSteps, where: string): number[] {
  const blank = record.steps.findIndex((step) => step.trim() === "");
  if (blank < 0) return record.steps.map((_, i) => joinedSteps(record, i + 1).length);
  throw new UnusableRecord("step without text", {
    what: "A step has no text, so it has no end that could be judged",
    where: `${where}, step ${blank + 1}`,
    expected: "a step that is not blank",
    found: "a blank one",
    fix: "Remove the step with its label, or the record.",
  });
}

/** What the world's verifier says of a response, and of every step that has tokens of its own. */
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

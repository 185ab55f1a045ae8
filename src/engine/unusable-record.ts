import { PlaygroundError, type ProblemReport } from "./errors.ts";

/** Why one record among many cannot be used. What is left out is counted by these words. */
export const REASONS = [
  "malformed",
  "too long",
  "words the model does not know",
  "empty prompt",
  "refused by the chat template",
  "step without text",
  "steps without labels",
  "same tokens on both sides",
  "contradictory labels",
] as const;
export type Reason = (typeof REASONS)[number];

/** One record cannot be used; whoever goes through many of them leaves it out and says so (`Omissions`). */
export class UnusableRecord extends PlaygroundError {
  readonly why: Reason;

  constructor(why: Reason, report: ProblemReport, options?: ErrorOptions) {
    super(report, options);
    this.name = "UnusableRecord";
    this.why = why;
  }
}

import { PlaygroundError, type ProblemReport } from "./errors.ts";

/** Reasons why a record cannot be used; records that are left out are counted by them. */
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

/** Thrown for a single record that cannot be used; work on many records leaves it out and reports it (`Omissions`). */
export class UnusableRecord extends PlaygroundError {
  readonly why: Reason;

  constructor(why: Reason, report: ProblemReport, options?: ErrorOptions) {
    super(report, options);
    this.name = "UnusableRecord";
    this.why = why;
  }
}

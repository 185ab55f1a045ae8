import type { Operator } from "./quantity.ts";
import type { WorldSettings } from "./settings.ts";

/** One line of a derivation: `left op right = result`. */
export interface Step {
  left: number;
  op: Operator;
  right: number;
  result: number;
  /** For each operand the index of the step whose result it is, or null where the prompt gives it: the derivation DAG. */
  uses: [left: number | null, right: number | null];
}

export interface Problem {
  /** A hash of the prompt: the same problem has the same id wherever it comes from. */
  id: string;
  prompt: string;
  answer: number;
  /** In the order of the canonical solution; the last result is the answer. */
  steps: Step[];
  /** The canonical response: `3 * 6 = 18; 14 + 18 = 32; answer 32`. */
  solution: string;
  /** Name of the story template. */
  template: string;
}

export type Split = "train" | "validation" | "test";

export interface ProblemRequest {
  split: Split;
  /** How many distinct problems. */
  n: number;
  seed: number;
  /** Easy problems unless given. */
  settings?: WorldSettings;
}

/** A stretch of a response that ends at its ";" (included), at a line end or at the end of the text. */
export interface StepSegment {
  /** The step without separator and surrounding space. */
  text: string;
  /** Character offsets [start, end) in the response; segments follow one another without a gap. */
  start: number;
  end: number;
}

export interface StepVerdict extends StepSegment {
  status: "right" | "wrong" | "malformed";
  /** Why, for a person: a clause without full stop, such as "3 * 6 is 18, not 19". */
  reason: string;
}

export interface Verdict {
  /** What the response says the answer is; null where it gives none. */
  answer: number | null;
  /** Whether that is the problem's answer; null where the problem is unknown. */
  correct: boolean | null;
  steps: StepVerdict[];
  /** Index of the first step that is not right, 0-based; −1 if there is none (ProcessBench's label). */
  firstWrongStep: number;
}

/** A source of problems whose truth can be checked: everything the rest of the engine knows about a world. */
export interface World {
  /** Distinct problems, the same for the same request; the first k of n are the n = k problems. */
  problems(request: ProblemRequest): Problem[];
  /** The problem a typed prompt states, or null where the prompt is not of this world. */
  solve(prompt: string): Problem | null;
  /** Splits any text into step segments; never throws. */
  parseSteps(response: string): StepSegment[];
  /** Judges a response; without a problem only arithmetic is checked. Never throws. */
  verify(problem: Problem | null, response: string): Verdict;
}

import type { Step } from "./attempt.ts";
import type { Attempt, ClassSettings } from "./class.ts";
import type { Event } from "./events.ts";
import type { Misconception } from "./misconceptions.ts";
import type { WorldSettings } from "./settings.ts";

export type { Step } from "./attempt.ts";

export interface Problem {
  /** A hash of the prompt: the same problem has the same id wherever it comes from. */
  id: string;
  /** With title and labels: `Shop: (a) Ana has 4 boxes of 5 pens. (b) …`. */
  prompt: string;
  answer: number;
  /** In the order of the right solution. */
  steps: Step[];
  /** The right solution as text: `(a) 4 * 5 = 20; (b) 20 - 6 = 14; answer 14`. */
  solution: string;
  /** Title of the story. */
  story: string;
  /** What the clauses of the prompt tell. */
  events: Event[];
}

export type Split = "train" | "validation" | "test";

export interface ProblemRequest {
  split: Split;
  /** How many distinct problems. */
  n: number;
  seed: number;
  /** Those of `distributions.in` unless given. */
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
  /** Which misconception explains what is wrong; null where nothing is wrong, or none that is known does. */
  misconception: Misconception | null;
}

/** A source of problems whose truth can be checked: everything the rest of the engine knows about a world. */
export interface World {
  /** Distinct problems, the same for the same request; the first k of n are the n = k problems. */
  problems(request: ProblemRequest): Problem[];
  /**
   * The problem a typed prompt states, or null where the prompt is not of this world. `prompt` of the result has what was
   * left out: a title, labels.
   */
  solve(prompt: string): Problem | null;
  /** Splits any text into step segments; never throws. */
  parseSteps(response: string): StepSegment[];
  /** Judges a response; without a problem only arithmetic is checked. Never throws. */
  verify(problem: Problem | null, response: string): Verdict;
  /** What the class of students writes about a problem, and how often: the exact distribution of responses. */
  attempts(problem: Problem, settings?: ClassSettings): Attempt[];
}

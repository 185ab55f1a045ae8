import type { Step } from "./attempt.ts";
import type { Attempt, ClassSettings } from "./class.ts";
import type { Event } from "./events.ts";
import type { Misconception } from "./misconceptions.ts";
import type { WorldSettings } from "./settings.ts";

export type { Step } from "./attempt.ts";

export interface Problem {
  /** A hash of the prompt: equal problems have equal ids, whatever their source. */
  id: string;
  /** The prompt with title and labels: `Shop: (a) Ana has 4 boxes of 5 pens. (b) …`. */
  prompt: string;
  answer: number;
  /** The steps of the right solution, in order. */
  steps: Step[];
  /** The right solution as text: `(a) 4 * 5 = 20; (b) 20 - 6 = 14; answer 14`. */
  solution: string;
  /** Title of the problem's story. */
  story: string;
  /** The content of the prompt's clauses. */
  events: Event[];
}

export type Split = "train" | "validation" | "test";

export interface ProblemRequest {
  split: Split;
  /** Number of distinct problems. */
  n: number;
  seed: number;
  /** Left out, `distributions.in`. */
  settings?: WorldSettings;
}

/** A segment of a response that ends with its ";", at a line end, or at the end of the text. */
export interface StepSegment {
  /** The step without separator and surrounding space. */
  text: string;
  /** Character offsets [start, end) in the response; segments follow one another without a gap. */
  start: number;
  end: number;
}

export interface StepVerdict extends StepSegment {
  status: "right" | "wrong" | "malformed";
  /** The reason, for a person: a clause without full stop, such as "3 * 6 is 18, not 19". */
  reason: string;
}

export interface Verdict {
  /** The answer that the response states; null if it states none. */
  answer: number | null;
  /** Whether `answer` is the problem's answer; null if the problem is unknown. */
  correct: boolean | null;
  steps: StepVerdict[];
  /** Index of the first step that is not right, from 0; −1 if there is none (ProcessBench's label). */
  firstWrongStep: number;
  /** The misconception that explains the mistake; null if nothing is wrong, or no known misconception explains it. */
  misconception: Misconception | null;
}

/**
 * A source of problems with answers that can be checked; the rest of the engine knows a world only by this interface.
 */
export interface World {
  /**
   * Distinct problems. Equal requests give equal problems, and the first k of n problems are the problems for n = k.
   */
  problems(request: ProblemRequest): Problem[];
  /**
   * The problem that a typed prompt states; null if the prompt is not of this world. The result's `prompt` has the
   * title and labels that were left out.
   */
  solve(prompt: string): Problem | null;
  /** Splits any text into step segments; never throws. */
  parseSteps(response: string): StepSegment[];
  /** Judges a response; without a problem only arithmetic is checked. Never throws. */
  verify(problem: Problem | null, response: string): Verdict;
  /**
   * The attempts that the class of students makes at a problem, with their shares: the exact distribution of responses.
   */
  attempts(problem: Problem, settings?: ClassSettings): Attempt[];
}

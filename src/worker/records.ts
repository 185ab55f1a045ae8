/** The plain records that cross the worker boundary. */
import type { ProblemReport } from "../engine/errors.ts";
import type { ExactValues } from "../engine/evaluation/exact-values.ts";
import type { ValueEstimate } from "../engine/evaluation/values.ts";
import type { FinishReason, GenerationSettings } from "../engine/policy/generate.ts";
import type { TokenChance, TokenTrace } from "../engine/policy/trace.ts";
import type { Misconception, StepVerdict, Verdict } from "../engine/world/index.ts";

export interface ModelEntry {
  id: string;
  kind: "policy" | "reward" | "base";
  /** The method that trained a reward model: "bt", "grm", "icrm", … */
  method: string | null;
  name: string;
  /** Of a judge of texts: it gives rewards at the ends of steps alone, until it is asked for every token. */
  byText?: boolean;
}

export interface LoadedModels {
  policy: ModelEntry | null;
  rewards: ModelEntry[];
  /** A report for each model that could not be loaded; the model loaded before it stays. */
  failures: { entry: ModelEntry; report: ProblemReport }[];
}

export interface LoadProgress {
  entry: ModelEntry;
  done: number;
  of: number;
}

/** A response token with its text; its alternatives have texts too. */
export interface TokenRecord extends TokenTrace {
  text: string;
  top: (TokenChance & { text: string })[];
}

/** The verifier's verdict on one step; `from` and `to` are response token indices, `to` excluded. */
export interface StepMark extends Pick<StepVerdict, "text" | "status" | "reason"> {
  from: number;
  to: number;
}

/** The verifier's verdict on a whole response. */
export interface Judgement extends Pick<Verdict, "answer" | "correct" | "firstWrongStep" | "misconception"> {
  steps: StepMark[];
}

/** A response token by token, with the policy's and the reward models' results for every prefix. */
export interface Trajectory {
  prompt: string;
  settings: GenerationSettings;
  tokens: TokenRecord[];
  /** By reward model id: the process rewards at the end of the prompt and after every response token. */
  rewards: Record<string, number[]>;
  /** Exact values under the class of students; null if prompt or tokens are not of the embedded world. */
  exact: ExactValues | null;
  text: string;
  finish: FinishReason;
  judgement: Judgement;
}

/** An addition to a trajectory that is being generated: a token, or rewards of earlier tokens. */
export type TokenStep =
  /** `at`: the time in milliseconds of the worker's clock. */
  | { type: "token"; index: number; token: TokenRecord; at: number }
  /** `from` is the index of the first value among the rewards; 0 is the end of the prompt. */
  | { type: "rewards"; model: string; from: number; values: number[] }
  | Unread;

/** A judge cannot read the response, which stands without its rewards. */
export interface Unread {
  type: "unread";
  report: ProblemReport;
}

/** A new value of a response, and the number of prefixes measured so far. */
export interface ValueProgress {
  estimate: ValueEstimate;
  done: number;
  of: number;
}

/** A typed prompt in the form that responses are generated from. */
export interface PromptReading {
  /**
   * With title and labels if it states a problem of the embedded world and the policy reads such prompts; else as
   * typed.
   */
  prompt: string;
  /** Whether the prompt states a problem of the embedded world, whose right answer is known. */
  known: boolean;
  /** Words that are not in the policy's vocabulary. */
  unknownWords: string[];
}

export interface ExampleProblem {
  prompt: string;
  steps: number;
  answer: number;
  /** Title of the story. */
  story: string;
  /** The mistakes that the majority of the class makes in this story; empty if the majority is right. */
  majority: readonly Misconception[];
  /** Whether preference pairs are made of this story. */
  inDistribution: boolean;
  /** Share of the class that answers right in this story. */
  right: number;
}

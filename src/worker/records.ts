/** The plain records that cross the worker boundary. */
import type { ProblemReport } from "../engine/errors.ts";
import type { ExactValues } from "../engine/evaluation/exact-values.ts";
import type { ValueEstimate } from "../engine/evaluation/values.ts";
import type { FinishReason } from "../engine/policy/generate.ts";
import type { TokenChance, TokenTrace } from "../engine/policy/trace.ts";
import type { Misconception, StepVerdict, Verdict } from "../engine/world/index.ts";

export interface ModelEntry {
  id: string;
  kind: "policy" | "reward" | "base";
  /** How a reward model was trained: "bt", "grm", "icrm", … */
  method: string | null;
  name: string;
}

export interface LoadedModels {
  policy: ModelEntry | null;
  rewards: ModelEntry[];
  /** One report per model that could not be loaded; the one loaded before stays. */
  failures: { entry: ModelEntry; report: ProblemReport }[];
}

export interface LoadProgress {
  entry: ModelEntry;
  done: number;
  of: number;
}

export interface SamplingSettings {
  /** 0 is greedy. */
  temperature: number;
  /** 0 keeps every token. */
  topK: number;
  topP: number;
  seed: number;
  maxTokens: number;
}

/** A response token with its text, and so for what might have stood in its place. */
export interface TokenRecord extends TokenTrace {
  text: string;
  top: (TokenChance & { text: string })[];
}

/** The verifier on one step; `from` and `to` are response token indices, `to` excluded. */
export interface StepMark extends Pick<StepVerdict, "text" | "status" | "reason"> {
  from: number;
  to: number;
}

/** The verifier on a whole response. */
export interface Judgement extends Pick<Verdict, "answer" | "correct" | "firstWrongStep" | "misconception"> {
  steps: StepMark[];
}

/** A response, token by token, with what the policy and the reward models say of every prefix. */
export interface Trajectory {
  prompt: string;
  settings: SamplingSettings;
  tokens: TokenRecord[];
  /** By reward model id: the process reward at the end of the prompt, then after every response token. */
  rewards: Record<string, number[]>;
  /** What the class of students makes of it; null where the prompt or the tokens are none of the embedded world's. */
  exact: ExactValues | null;
  text: string;
  finish: FinishReason;
  judgement: Judgement;
}

/** What a trajectory in the making gains: a token, or the rewards of tokens that are there already. */
export type TokenStep =
  /** `at`: when, in milliseconds of the worker's clock. */
  | { type: "token"; index: number; token: TokenRecord; at: number }
  /** `from` is the place of the first value among the rewards: 0 is the end of the prompt. */
  | { type: "rewards"; model: string; from: number; values: number[] };

/** One more value of a response, and how many of its prefixes that makes. */
export interface ValueProgress {
  estimate: ValueEstimate;
  done: number;
  of: number;
}

/** A typed prompt as it is generated from. */
export interface PromptReading {
  /** With title and labels where it states a problem of the embedded world and the policy reads that; else as typed. */
  prompt: string;
  /** Whether it states a problem of the embedded world, whose right answer is known. */
  known: boolean;
  /** Words that the policy does not know. */
  unknownWords: string[];
}

export interface ExampleProblem {
  prompt: string;
  steps: number;
  answer: number;
  /** Title of the story. */
  story: string;
  /** The mistakes that most of the class make in this story; none where most are right. */
  majority: readonly Misconception[];
  /** Whether preference pairs are made of this story. */
  inDistribution: boolean;
  /** Share of the class that is right here. */
  right: number;
}

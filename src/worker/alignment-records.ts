/** The plain records of an alignment that cross the worker boundary. */
import type { PairReport, VerifierAgreement } from "../engine/alignment/pair-report.ts";
import type { PolicyComparison } from "../engine/evaluation/compare-policies.ts";
import type { PolicyFigures } from "../engine/evaluation/judge-policy.ts";
import type { AlignmentNews } from "../flows/align/host.ts";
import type { AlignmentSettings } from "../flows/align/plan.ts";
import type { StoredPolicy, StoredRewardModel } from "../storage/stored-model.ts";
import type { NamedDataFile } from "./evaluation-records.ts";
import type { Trajectory } from "./records.ts";

export interface AlignmentPlan extends AlignmentSettings {
  /** A policy tuned in this browser; null is the policy that comes with the playground. */
  policy: StoredPolicy | null;
  /** Ids of the reward models that choose pairs from the same samples, each for a policy of its own. */
  rewards: readonly string[];
  /** The reward models of the plan that were trained in this browser. */
  stored: readonly StoredRewardModel[];
  /** Number of prompts, from the first on: of the file, or of the training split if there is no file. */
  prompts: number;
  /** JSONL of records with a prompt, or a data set of this browser. */
  file: NamedDataFile | null;
}

/** A pair in the form that the page shows. */
export interface ShownPair {
  prompt: string;
  chosen: string;
  rejected: string;
  /** Outcome rewards, not normalised. */
  rewards: { chosen: number; rejected: number };
  verdict: keyof VerifierAgreement;
}

/** News of a running alignment; `reward` is the id of the reward model whose policy the news is about. */
export type AlignmentEvent =
  | Exclude<AlignmentNews, { type: "pairs" }>
  | { type: "pairs"; reward: string; report: PairReport; pairs: ShownPair[]; steps: number }
  | { type: "kept"; reward: string; policy: StoredPolicy };

/** An answer to a test problem, with the process rewards of the reward models that judged it. */
export type JudgedAnswer = Omit<Trajectory, "prompt" | "settings">;

/** The answers to a test problem, the greedy one first, then the samples. */
export interface AnsweredProblem {
  prompt: string;
  /** The base's answers, with the rewards of every reward model. */
  base: JudgedAnswer[];
  /** By reward model id: the answers of the policy tuned to the model, with that model's rewards. */
  tuned: Record<string, JudgedAnswer[]>;
}

/** A policy tuned to a reward model, compared with its base on the test problems. */
export interface AlignedPolicy {
  reward: string;
  status: "finished" | "stopped";
  step: number;
  /** The base's figures with this reward model's rewards. */
  base: PolicyFigures;
  tuned: PolicyFigures;
  comparison: PolicyComparison;
}

export interface Alignment {
  policies: AlignedPolicy[];
  answers: AnsweredProblem[];
}

/** The plain records of an alignment that cross the worker boundary. */
import type { PairReport, VerifierAgreement } from "../engine/alignment/pair-report.ts";
import type { PolicyComparison } from "../engine/evaluation/compare-policies.ts";
import type { PolicyFigures } from "../engine/evaluation/judge-policy.ts";
import type { AlignmentNews } from "../flows/align/host.ts";
import type { AlignmentSettings } from "../flows/align/plan.ts";
import type { StoredPolicy, StoredRewardModel } from "../storage/stored-model.ts";
import type { NamedFile } from "./evaluation-records.ts";
import type { Trajectory } from "./records.ts";

export interface AlignmentPlan extends AlignmentSettings {
  /** A policy tuned in this browser; null: the one that comes with the playground. */
  policy: StoredPolicy | null;
  /** Ids of the reward models that choose pairs, each for a policy of its own, from the same samples. */
  rewards: readonly string[];
  /** Those of them that were trained in this browser. */
  stored: readonly StoredRewardModel[];
  /** The first so many prompts: of the file, or of the training split where there is none. */
  prompts: number;
  /** JSONL of records with a prompt, or a data set of this browser. */
  file: NamedFile | null;
}

/** A pair as the page shows it. */
export interface ShownPair {
  prompt: string;
  chosen: string;
  rejected: string;
  /** Outcome rewards, raw. */
  rewards: { chosen: number; rejected: number };
  verdict: keyof VerifierAgreement;
}

/** What is told while an alignment runs; `reward` is the id of the reward model whose policy it is about. */
export type AlignmentEvent =
  | Exclude<AlignmentNews, { type: "pairs" }>
  | { type: "pairs"; reward: string; report: PairReport; pairs: ShownPair[]; steps: number }
  | { type: "kept"; reward: string; policy: StoredPolicy };

/** An answer to a test problem, with the process rewards of the reward models it was judged by. */
export type JudgedAnswer = Omit<Trajectory, "prompt" | "settings">;

/** The answers to a test problem, the greedy one first, then the samples. */
export interface AnsweredProblem {
  prompt: string;
  /** By every reward model. */
  base: JudgedAnswer[];
  /** By reward model: answers of the policy tuned to it, judged by it. */
  tuned: Record<string, JudgedAnswer[]>;
}

/** A policy tuned to a reward model, held against its base on the test problems. */
export interface AlignedPolicy {
  reward: string;
  status: "finished" | "stopped";
  step: number;
  /** In the eyes of this reward model. */
  base: PolicyFigures;
  tuned: PolicyFigures;
  comparison: PolicyComparison;
}

export interface Alignment {
  policies: AlignedPolicy[];
  answers: AnsweredProblem[];
}

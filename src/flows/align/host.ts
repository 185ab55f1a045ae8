import type { PairReport } from "../../engine/alignment/pair-report.ts";
import type { SampledPrompt, SamplingPlan } from "../../engine/alignment/sampled-prompt.ts";
import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { LeftOut } from "../../engine/data/left-out.ts";
import type { ProblemReport } from "../../engine/errors.ts";
import type { Collapse } from "../../engine/evaluation/collapse.ts";
import type { PolicyComparison } from "../../engine/evaluation/compare-policies.ts";
import type { PolicyFigures, PolicyJudgement } from "../../engine/evaluation/judge-policy.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import type { TextOrChat } from "../../engine/tokenizer/conversation.ts";
import type { PolicyTraining } from "../../engine/training/policy-run.ts";
import type { Snapshot } from "../../engine/training/trainer.ts";
import type { Gate } from "../gate.ts";
import type { StageProgress } from "../stage-reporter.ts";
import type { RunWorkers } from "../train/workers/messages.ts";
import type { AlignmentPoint, AlignmentStage, ChosenPairs, PairsOfReward } from "./plan.ts";

/** What an alignment reports to its host; `reward` is the id of the reward model whose policy the news is about. */
export type AlignmentNews =
  | ({ type: "progress" } & StageProgress<AlignmentStage>)
  /** Prompts that are left out: first those for which nothing is sampled, then those with samples that a reward model cannot read. */
  | { type: "leftOut"; leftOut: LeftOut }
  | ({ type: "pairs" } & PairsOfReward)
  /** How many workers train the policies at the same time; 0: they take turns in one thread. */
  | { type: "arranged"; workers: number }
  | { type: "point"; reward: string; point: AlignmentPoint; collapse: Collapse[] }
  /** A policy whose training cannot continue; the other policies continue. */
  | { type: "halted"; reward: string; report: ProblemReport }
  /** A problem that does not stop the alignment, such as a full disk. */
  | { type: "warning"; report: ProblemReport };

/** A tuned policy, compared with its base on the test problems. */
export interface TunedPolicy {
  reward: string;
  status: "finished" | "stopped";
  step: number;
  pairs: PairReport;
  /** The base's judgement by this reward model. */
  base: PolicyJudgement;
  tuned: PolicyJudgement;
  comparison: PolicyComparison;
}

/** Keeps one policy during and after its training. */
export interface PolicySaver {
  /** The snapshot that the run continues from; null starts anew. */
  snapshot: Snapshot | null;
  /** Called after every step, and before the first step with the judgement of the base. */
  note(point: AlignmentPoint, run: PolicyTraining): Promise<void>;
  /** Keeps the tuned policy. @param files the checkpoint's files @throws if they cannot be kept */
  finish(files: ReadonlyMap<string, Uint8Array>, run: PolicyTraining): Promise<void>;
  /** Notes the figures on the test problems. */
  judged(figures: Record<"base" | "tuned", PolicyFigures>): Promise<void>;
}

/** A store for samples that are used again after their alignment. */
export interface SampleStore {
  get(prompts: readonly TextOrChat[], plan: SamplingPlan): Promise<readonly SampledPrompt[]>;
  put(samples: readonly SampledPrompt[]): Promise<void>;
}

/** What a host does for an alignment: opens policies, keeps results, receives news, pauses and stops. */
export interface AlignmentHost {
  /** Prepares the device for training. */
  openDevice(): Promise<void>;
  /** For policies to be trained at the same time; null: they take turns in this thread. */
  workers: RunWorkers | null;
  /** Opens a policy as a frozen program that samples. */
  openPolicy(checkpoint: Checkpoint): Promise<CausalLM>;
  /** A store for samples; null keeps samples only as long as the host keeps its `AlignmentSamples`. */
  store: SampleStore | null;
  saver(chosen: ChosenPairs): Promise<PolicySaver>;
  gate: Gate;
  /** Aborted to end the alignment without a result. */
  signal: AbortSignal;
  /** Aborted to end training after the current step; what was trained is kept and judged. */
  enough: AbortSignal;
  tell(news: AlignmentNews): void;
}

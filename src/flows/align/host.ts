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
import type { PolicyRun } from "../../engine/training/policy-run.ts";
import type { Snapshot } from "../../engine/training/trainer.ts";
import type { Gate } from "../gate.ts";
import type { StageProgress } from "../stage-teller.ts";
import type { AlignmentPoint, AlignmentStage, ChosenPairs, PairsOfReward } from "./plan.ts";

/** What an alignment tells its host; `reward` is the id of the reward model whose policy it is about. */
export type AlignmentNews =
  | ({ type: "progress" } & StageProgress<AlignmentStage>)
  /** The records of the prompts' file that nothing is drawn for. */
  | { type: "leftOut"; leftOut: LeftOut }
  | ({ type: "pairs" } & PairsOfReward)
  | { type: "point"; reward: string; point: AlignmentPoint; collapse: Collapse[] }
  /** One that cannot go on; the others do. */
  | { type: "halted"; reward: string; report: ProblemReport }
  /** Something that stops nothing, such as a full disk. */
  | { type: "warning"; report: ProblemReport };

/** A policy that has been tuned, held against its base on the test problems. */
export interface TunedPolicy {
  reward: string;
  status: "finished" | "stopped";
  step: number;
  pairs: PairReport;
  /** In the eyes of this reward model. */
  base: PolicyJudgement;
  tuned: PolicyJudgement;
  comparison: PolicyComparison;
}

/** Keeps one policy on its way. */
export interface PolicyKeeper {
  /** Where its run goes on; null: at its beginning. */
  snapshot: Snapshot | null;
  /** After every step, and with the judgement of the base before the first. */
  note(point: AlignmentPoint, run: PolicyRun): Promise<void>;
  /** Keeps the tuned policy. @param files the checkpoint as it is written @throws where it cannot be kept */
  finish(files: ReadonlyMap<string, Uint8Array>, run: PolicyRun): Promise<void>;
  /** Notes what came out on the test problems. */
  judged(figures: Record<"base" | "tuned", PolicyFigures>): Promise<void>;
}

/** Samples that outlive their alignment. */
export interface SampleStore {
  get(prompts: readonly TextOrChat[], plan: SamplingPlan): Promise<readonly SampledPrompt[]>;
  put(samples: readonly SampledPrompt[]): Promise<void>;
}

/** Who waits for an alignment, holds it up, keeps what comes of it, and hears of it. */
export interface AlignmentHost {
  /** Readies the device for training. */
  openDevice(): Promise<void>;
  /** A policy as the frozen program that writes. */
  openPolicy(checkpoint: Checkpoint): Promise<CausalLM>;
  /** null: samples live as long as the host keeps its `AlignmentSamples`. */
  store: SampleStore | null;
  keeper(chosen: ChosenPairs): Promise<PolicyKeeper>;
  gate: Gate;
  /** Aborted when everything is to be let go. */
  signal: AbortSignal;
  /** Aborted when training is to end where it is. */
  enough: AbortSignal;
  tell(news: AlignmentNews): void;
}

import type { PairReport, VerifierAgreement } from "../../engine/alignment/pair-report.ts";
import type { RewardedPair } from "../../engine/alignment/preference-pairs.ts";
import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { Preference } from "../../engine/data/preference.ts";
import type { ByteSource } from "../../engine/data/reading/byte-source.ts";
import type { JudgementMetrics } from "../../engine/evaluation/judge-policy.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import type { Judge, JudgeOf } from "../../engine/reward/judge.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import type { DpoConfig } from "../../engine/training/dpo-config.ts";
import type { TokenPair } from "../../engine/training/pairs.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";

/** The settings of an alignment, the same for every host. */
export interface AlignmentSettings {
  /** Samples per prompt (N). */
  samples: number;
  /** A prompt whose best and worst rewards differ by less gives no pair. */
  minGap: number;
  /** Number of problems to judge on, during training (validation) and at the end (test). */
  validation: number;
  test: number;
  config: DpoConfig;
  /** `pairs` ends the alignment when every reward model has chosen its pairs. */
  until: "pairs" | "end";
}

/** The prompts that samples are drawn for. */
export interface PromptSource {
  /** A file of records with a prompt; null uses problems of the training split. */
  file: { name: string; bytes: ByteSource } | null;
  /** Number of prompts to use, from the first on; null uses the whole file. */
  count: number | null;
}

/** The policy to be tuned, which is also the reference. */
export interface AlignedBase {
  id: string;
  name: string;
  lm: CausalLM;
  tokenizer: Tokenizer;
  /** The policy's checkpoint. @throws PlaygroundError if it has no weights, so that it can only give pairs */
  checkpoint(): Checkpoint;
}

/** A reward model that chooses pairs for its own policy. */
export interface ChoosingReward extends JudgeOf<Judge> {
  id: string;
  name: string;
}

/**
 * Stages with their units: prompts sampled, prompts rewarded by every model, optimiser steps of all policies, problems
 * answered.
 */
export type AlignmentStage = "sampling" | "rewarding" | "training" | "judging";

/**
 * A point of a policy's curves. Step 0 has the judgement of the base; later steps have metrics, and a judgement if one
 * was due.
 */
export type AlignmentPoint = { step: number } & Partial<StepMetrics & JudgementMetrics>;

/** A preference pair with the verifier's verdict. */
export interface VerifiedPair extends RewardedPair {
  verdict: keyof VerifierAgreement;
}

/** The pairs of one reward model. */
export interface PairsOfReward {
  reward: string;
  report: PairReport;
  pairs: readonly VerifiedPair[];
  /** Number of optimiser steps of the run on these pairs. */
  steps: number;
}

/** A reward model and the pairs it has chosen. */
export interface ChosenPairs {
  reward: ChoosingReward;
  /** The pairs as the policy's tokens, with the reference's probabilities. */
  pairs: TokenPair[];
  /** The pairs as texts. */
  preferences: Preference[];
  dataHash: string;
  report: PairReport;
}

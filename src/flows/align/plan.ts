import type { PairReport, VerifierAgreement } from "../../engine/alignment/pair-report.ts";
import type { RewardedPair } from "../../engine/alignment/preference-pairs.ts";
import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { Preference } from "../../engine/data/preference.ts";
import type { ByteSource } from "../../engine/data/reading/byte-source.ts";
import type { JudgementMetrics } from "../../engine/evaluation/judge-policy.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import type { DpoConfig } from "../../engine/training/dpo-config.ts";
import type { TokenPair } from "../../engine/training/pairs.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";

/** What an alignment does, whatever its host. */
export interface AlignmentSettings {
  /** N, samples a prompt. */
  samples: number;
  /** Rewards that differ by less give no pair. */
  minGap: number;
  /** Problems to judge on, while it trains and at the end. */
  validation: number;
  test: number;
  config: DpoConfig;
  /** `pairs`: ends when every reward model has chosen its pairs. */
  until: "pairs" | "end";
}

/** The prompts that pairs are drawn for. */
export interface PromptSource {
  /** A file of records with a prompt; null: problems of the training split. */
  file: { name: string; bytes: ByteSource } | null;
  /** The first so many; null: all of the file. */
  count: number | null;
}

/** The policy that is tuned, which is its own reference. */
export interface AlignedBase {
  id: string;
  name: string;
  lm: CausalLM;
  tokenizer: Tokenizer;
  /** What it is tuned from. @throws PlaygroundError where it has no weights, so that it only gives pairs */
  checkpoint(): Checkpoint;
}

/** A reward model that chooses pairs, for a policy of its own. */
export interface ChoosingReward {
  id: string;
  name: string;
  model: RewardModel;
}

/** Prompts sampled, prompts rewarded (by every reward model), optimiser steps of all policies, problems answered. */
export type AlignmentStage = "sampling" | "rewarding" | "training" | "judging";

/** Step 0 is the judgement of the base; later ones have metrics, and where one was due a judgement. */
export type AlignmentPoint = { step: number } & Partial<StepMetrics & JudgementMetrics>;

/** A preference pair with what the verifier says of it. */
export interface VerifiedPair extends RewardedPair {
  verdict: keyof VerifierAgreement;
}

/** The pairs of one reward model. */
export interface PairsOfReward {
  reward: string;
  report: PairReport;
  pairs: readonly VerifiedPair[];
  /** Optimiser steps of the run over them. */
  steps: number;
}

/** A reward model and the pairs it has chosen. */
export interface ChosenPairs {
  reward: ChoosingReward;
  /** As the policy reads them, with the probabilities of the reference. */
  pairs: TokenPair[];
  /** As text. */
  preferences: Preference[];
  dataHash: string;
  report: PairReport;
}

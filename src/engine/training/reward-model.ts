import type { DecoderConfig } from "../checkpoint/config.ts";
import { ADAMW_DEFAULTS } from "./adamw.ts";
import type { Objective } from "./objective.ts";
import { outcomeObjective } from "./outcome-objective.ts";
import { padPairs } from "./pair-batch.ts";
import { shuffleProbabilities } from "./pair-probabilities.ts";
import { pairBatches } from "./pair-schedule.ts";
import type { TokenPair } from "./pairs.ts";
import { type PreferenceTerms, preferenceObjective } from "./preference-objective.ts";
import {
  consistencySettings,
  type RewardModelConfig,
  usesConsistency,
  usesTextGeneration,
} from "./reward-model-config.ts";
import type { TrainerOptions } from "./trainer.ts";

/** Which terms of the total loss a config switches on. */
export function preferenceTerms(config: RewardModelConfig): PreferenceTerms {
  const { rho, labelSmoothing, centering, weightRatio } = config;
  return {
    bradleyTerry: { labelSmoothing, centering },
    textGeneration: usesTextGeneration(config) ? { weightRatio } : null,
    consistency: usesConsistency(config) ? { ...consistencySettings(config), rho } : null,
  };
}

function rewardModelObjective(config: RewardModelConfig, decoder: DecoderConfig): Objective {
  const terms = preferenceTerms(config);
  return config.method === "outcome"
    ? outcomeObjective(decoder, terms.consistency)
    : preferenceObjective(decoder, terms);
}

/** The training run of a config over some pairs. */
export function rewardModelOptions(
  config: RewardModelConfig,
  decoder: DecoderConfig,
  data: readonly TokenPair[],
  padTokenId: number,
): TrainerOptions {
  const { steps, learningRate, warmupRatio, finalRatio, weightDecay, maxGradNorm } = config;
  const pairs = config.edgeWeight === "shuffled" ? shuffleProbabilities(data, config.seed) : data;
  return {
    objective: rewardModelObjective(config, decoder),
    optimiser: { ...ADAMW_DEFAULTS, weightDecay, maxGradNorm },
    schedule: { steps, learningRate, warmupRatio, finalRatio },
    batchesAt: pairBatches(pairs, config, (batch) => padPairs(batch, padTokenId)),
  };
}

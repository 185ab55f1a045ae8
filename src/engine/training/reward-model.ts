import type { DecoderConfig } from "../checkpoint/config.ts";
import { ADAMW_DEFAULTS } from "./adamw.ts";
import type { Objective } from "./objective.ts";
import { outcomeObjective } from "./outcome-objective.ts";
import { padPairs, padPopulation, rowsOfPairs } from "./pair-batch.ts";
import { shuffleProbabilities } from "./pair-probabilities.ts";
import { pairBatches } from "./pair-schedule.ts";
import type { TokenPair } from "./pairs.ts";
import type { PopulationOptions, StackedBatch } from "./population-trainer.ts";
import { type PreferenceTerms, preferenceObjective } from "./preference-objective.ts";
import {
  consistencySettings,
  type RewardModelConfig,
  type StackedConfig,
  stackConfigs,
  usesConsistency,
  usesTextGeneration,
} from "./reward-model-config.ts";
import type { Schedule } from "./schedule.ts";
import type { OptimiserSettings } from "./step.ts";
import type { MicroBatch, TrainerOptions } from "./trainer.ts";
import { ALL_LAYERS, type Trunk } from "./trunk.ts";

/** Which terms of the total loss a config switches on. */
export function preferenceTerms(config: StackedConfig): PreferenceTerms {
  const { rho, labelSmoothing, centering, weightRatio } = config;
  return {
    bradleyTerry: { labelSmoothing, centering },
    textGeneration: usesTextGeneration(config) ? { weightRatio } : null,
    consistency: usesConsistency(config) ? { ...consistencySettings(config), rho } : null,
  };
}

function rewardModelObjective(config: StackedConfig, decoder: DecoderConfig): Objective {
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
  trunk: Trunk = ALL_LAYERS,
): TrainerOptions {
  const schedule = pairBatches(trainedOn(config, data), config, (pairs) => pairs);
  return {
    objective: rewardModelObjective(config, decoder),
    optimiser: optimiserOf(config),
    schedule: scheduleOf(config),
    from: trunk.from,
    async batchesAt(step) {
      const batches: MicroBatch[] = [];
      for (const { batch: pairs, tokens } of schedule(step)) {
        batches.push({ batch: await trunk.feed(padPairs(pairs, padTokenId), rowsOfPairs(pairs)), tokens });
      }
      return batches;
    },
  };
}

/** The training runs of configs with one `populationKey`, each over its own pairs, as one. */
export function rewardPopulationOptions(
  configs: readonly RewardModelConfig[],
  decoder: DecoderConfig,
  data: readonly (readonly TokenPair[])[],
  padTokenId: number,
  trunk: Trunk,
): PopulationOptions {
  const stacked = stackConfigs(configs);
  const schedules = configs.map((config, run) =>
    pairBatches(trainedOn(config, data[run] as readonly TokenPair[]), config, (batch) => batch),
  );
  return {
    objective: rewardModelObjective(stacked, decoder),
    optimiser: optimiserOf(stacked),
    schedules: configs.map(scheduleOf),
    from: trunk.from,
    async batchesAt(step) {
      const runs = schedules.map((at) => at(step));
      const batches: StackedBatch[] = [];
      for (let i = 0; i < stacked.accumulation; i++) {
        const parts = runs.map((own) => own[i] as (typeof own)[number]);
        const pairs = parts.map(({ batch }) => batch);
        const batch = await trunk.feed(padPopulation(pairs, padTokenId), pairs.flatMap(rowsOfPairs));
        batches.push({ batch, tokens: parts.map(({ tokens }) => tokens) });
      }
      return batches;
    },
  };
}

function optimiserOf({ weightDecay, maxGradNorm }: StackedConfig): OptimiserSettings {
  return { ...ADAMW_DEFAULTS, weightDecay, maxGradNorm };
}

function scheduleOf({ steps, learningRate, warmupRatio, finalRatio }: RewardModelConfig): Schedule {
  return { steps, learningRate, warmupRatio, finalRatio };
}

function trainedOn({ edgeWeight, seed }: RewardModelConfig, pairs: readonly TokenPair[]): readonly TokenPair[] {
  return edgeWeight === "shuffled" ? shuffleProbabilities(pairs, seed) : pairs;
}

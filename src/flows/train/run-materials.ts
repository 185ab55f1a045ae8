import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import { memoryLimits } from "../../engine/jax.ts";
import type { Preparation } from "../../engine/training/edge-generator.ts";
import type { Example } from "../../engine/training/pairs.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import type { RunMaterial } from "../../engine/training/reward-run.ts";
import { populationMemory, sizesOf, trainingMemory } from "../../engine/training/training-memory.ts";
import type { TrainingMemory } from "../../engine/training/training-path.ts";
import type { DataShare } from "./plan.ts";

/** A held-out example that is followed through training, with the generation probabilities that a run reads. */
export interface FollowedPair {
  /** Index among the held-out examples. */
  place: number;
  pair: Example;
}

/** What a training asks of its materials, wherever its pairs come from: `TrainingMaterials` reads them from a file. */
export interface RunMaterials {
  /** The checkpoint that runs start from. */
  readonly base: Checkpoint;
  /** The examples of a share, without generation probabilities. */
  examples(share: DataShare): Pick<RunMaterial, "pairs" | "heldOut">;
  /**
   * The material of each run: training pairs, the source of their generation probabilities, and held-out pairs.
   * @throws PlaygroundError if the generator cannot be read or cannot weigh the pairs, or its adaptation diverges
   */
  of(configs: readonly RewardModelConfig[], share: DataShare, preparation: Preparation): Promise<RunMaterial[]>;
  /** The followed examples with the probabilities that a run reads. */
  followed(config: RewardModelConfig): Promise<FollowedPair[]>;
  /** Caches the computed generation probabilities for later trainings on the same pairs. */
  keepProbabilities(): Promise<void>;
}

/**
 * Plans how each of several runs is computed, beside the others or with them as one program, before a generator is opened.
 * @throws PlaygroundError if a run takes more than its share of the memory, or the runs do not fit into one program
 */
export function memoryOfRuns(
  configs: readonly RewardModelConfig[],
  { config: decoder }: Pick<Checkpoint, "config">,
  { pairs, heldOut }: Pick<RunMaterial, "pairs" | "heldOut">,
  asPopulation: boolean,
): TrainingMemory[] {
  const limits = memoryLimits();
  const sizes = sizesOf(pairs, heldOut);
  if (asPopulation) return configs.map((config) => populationMemory(configs.length, config, decoder, sizes, limits));
  const own = { ...limits, all: limits.all / configs.length };
  return configs.map((config) => trainingMemory(config, decoder, sizes, own));
}

/** The first items, or all for null. */
export function firstOf<T>(items: readonly T[], count: number | null): T[] {
  return items.slice(0, count ?? undefined);
}

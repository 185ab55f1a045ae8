import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { outputEmbeddingName } from "../checkpoint/names.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { mergeLora } from "../decoder/lora.ts";
import { toWeights } from "../decoder/parameters.ts";
import { PlaygroundError } from "../errors.ts";
import { ADAMW_DEFAULTS } from "./adamw.ts";
import { generatorObjective } from "./generator-objective.ts";
import { padResponses } from "./pair-batch.ts";
import { pairBatches } from "./pair-schedule.ts";
import type { Example } from "./pairs.ts";
import type { RewardModelConfig } from "./reward-model-config.ts";
import { type StepMetrics, Trainer, type TrainerOptions } from "./trainer.ts";
import { type TunedWeights, type TuningSettings, tunedDecoder } from "./tuned-weights.ts";

/**
 * The paper's first stage: trains a generator for `generatorSteps` steps on the chosen and rejected responses whose
 * generation probabilities it will give. It is tuned in the same way as the reward model, with its output embedding in
 * the place of the heads (a tied input embedding moves with it), in the same batches under the same schedule.
 *
 * Generator, config and pairs decide the result, so it is never stored: whoever needs it again computes it again, or
 * keeps its probabilities.
 *
 * @param generator not changed; it reads the tokens of the pairs (`checkGenerator`)
 * @param afterStep awaited after every step: it may pause the adaptation, and ends it by throwing
 * @throws PlaygroundError if the adaptation diverges
 */
export async function adaptGenerator(
  generator: Checkpoint,
  config: RewardModelConfig,
  pairs: readonly Example[],
  padTokenId: number,
  afterStep: (metrics: StepMetrics) => void | Promise<void> = () => {},
): Promise<Checkpoint> {
  const { trained, frozen } = startingWeights(generator, config);
  const trainer = Trainer.start(trained, adaptationOptions(generator, config, pairs, padTokenId), frozen);
  try {
    while (!trainer.done) await afterStep(await trainer.advance());
    const adapted = await toWeights(trainer.trainedParams);
    return { ...generator, weights: mergeLora(generator.config, new Map([...frozen, ...adapted])) };
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    const { where, ...report } = error.report;
    throw new PlaygroundError({ ...report, where: `adaptation of the generator, ${where}` }, { cause: error });
  } finally {
    trainer.dispose();
  }
}

/**
 * A key of an adaptation's settings: with the same key, generator, pairs and device, the adapted generator is the same.
 */
export function adaptationKey(config: RewardModelConfig): string {
  const { generatorSteps, generatorLearningRate, batchSize, gradientAccumulationSteps, seed } = config;
  const { warmupRatio, minLrRate, weightDecay, maxGradNorm, tuning, loraRank, loraAlpha, loraTargets } = config;
  const schedule = { generatorSteps, generatorLearningRate, warmupRatio, minLrRate, weightDecay, maxGradNorm };
  const lora = tuning === "lora" ? { loraRank, loraAlpha, loraTargets } : {};
  const top = tuning === "top" ? { trainableLayers: config.trainableLayers } : {};
  return JSON.stringify({ ...schedule, batchSize, gradientAccumulationSteps, seed, tuning, ...lora, ...top });
}

function startingWeights({ config, weights }: Checkpoint, tuning: TuningSettings): TunedWeights {
  const head = outputEmbeddingName(config);
  const trunk = new Map(weights);
  trunk.delete(head);
  const { trained, frozen } = tunedDecoder({ config, weights: trunk }, tuning);
  return { trained: new Map([...trained, [head, weights.get(head) as Tensor]]), frozen };
}

function adaptationOptions(
  generator: Checkpoint,
  config: RewardModelConfig,
  pairs: readonly Example[],
  padTokenId: number,
): TrainerOptions {
  const { generatorSteps: steps, generatorLearningRate: learningRate } = config;
  const { warmupRatio, minLrRate, weightDecay, maxGradNorm } = config;
  return {
    objective: generatorObjective(generator.config),
    optimiser: { ...ADAMW_DEFAULTS, weightDecay, maxGradNorm },
    schedule: { steps, learningRate, warmupRatio, minLrRate },
    batchesAt: pairBatches(pairs, config, (rows) => padResponses(rows, padTokenId)),
  };
}

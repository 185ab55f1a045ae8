import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { outputEmbeddingName } from "../checkpoint/names.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import type { ValueHead } from "../checkpoint/value-head.ts";
import { mergeLora } from "../decoder/lora.ts";
import { TEXT_HEAD_WEIGHT } from "../decoder/text-head.ts";
import { VALUE_HEAD_BIAS, VALUE_HEAD_WEIGHT, valueHeadTensors } from "../decoder/value-head.ts";
import { PlaygroundError } from "../errors.ts";
import { deriveSeed, gaussian, seededRandom } from "../random.ts";
import { type RewardModelConfig, usesTextGeneration } from "./reward-model-config.ts";
import { type TunedWeights, tunedDecoder } from "./tuned-weights.ts";

/**
 * The starting weights of a reward model: a policy's weights; a fresh value head if there is none (N(0, 1/(H + 1)) as
 * in OpenRLHF, bias 0); and, for text-generation regularisation, a copy of the output embedding as second head.
 * @throws PlaygroundError if the base has a head of two layers
 */
export function startingWeights(base: Checkpoint, run: RewardModelConfig): TunedWeights {
  const { config, weights, valueHead } = base;
  if (valueHead?.inner) throw twoLayers(base.name);
  const heads = new Map(valueHeadTensors(valueHead ?? freshValueHead(config.hiddenSize, run.seed)));
  if (usesTextGeneration(run)) heads.set(TEXT_HEAD_WEIGHT, weights.get(outputEmbeddingName(config)) as Tensor);
  const { trained, frozen } = tunedDecoder(base, run);
  return { trained: new Map([...trained, ...heads]), frozen };
}

function twoLayers(name: string): PlaygroundError {
  return new PlaygroundError({
    what: "A reward model with a head of two layers judges here, and cannot be trained on",
    where: name,
    expected: "a value head of one linear layer, or none",
    found: "two layers with a ReLU between them",
    fix: "Start from the model that it was trained from.",
  });
}

function freshValueHead(hiddenSize: number, seed: number): ValueHead {
  const random = seededRandom(deriveSeed(seed, "value head"));
  const deviation = 1 / Math.sqrt(hiddenSize + 1);
  return { weight: new Float32Array(hiddenSize).map(() => deviation * gaussian(random)), bias: 0 };
}

/**
 * A trained reward model as decoder and value head, with adapters merged and without the second language-model head.
 */
export function trainedRewardModel(
  config: DecoderConfig,
  { trained, frozen }: TunedWeights,
): { weights: Map<string, Tensor>; valueHead: ValueHead } {
  const weights = new Map([...frozen, ...trained]);
  const heads = new Set([VALUE_HEAD_WEIGHT, VALUE_HEAD_BIAS, TEXT_HEAD_WEIGHT]);
  return {
    weights: mergeLora(config, new Map([...weights].filter(([name]) => !heads.has(name)))),
    valueHead: {
      weight: weights.get(VALUE_HEAD_WEIGHT)?.data as Float32Array,
      bias: weights.get(VALUE_HEAD_BIAS)?.data[0] as number,
    },
  };
}

import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { loraWeights } from "../decoder/lora.ts";
import { isBelow } from "../decoder/parameters.ts";
import type { DpoConfig } from "./dpo-config.ts";
import type { RewardModelConfig } from "./reward-model-config.ts";

type LoraFields = Pick<RewardModelConfig, "loraRank" | "loraAlpha" | "loraTargets" | "seed">;

/** The fields of a training config that decide which weights are trained. */
export type TuningSettings =
  | (LoraFields & Pick<DpoConfig, "tuning">)
  | (LoraFields & Pick<RewardModelConfig, "tuning" | "trainableLayers">);

/** Weights a step changes, and weights it only reads. */
export interface TunedWeights {
  trained: Map<string, Tensor>;
  frozen: Map<string, Tensor>;
}

/**
 * A decoder's weights, split by what a tuning trains, or its fresh adapters; heads are not included.
 * @throws PlaygroundError if more layers are to be trained than there are
 */
export function tunedDecoder(
  { config, weights }: Pick<Checkpoint, "config" | "weights">,
  settings: TuningSettings,
): TunedWeights {
  switch (settings.tuning) {
    case "full":
      return { trained: weights, frozen: new Map() };
    case "head":
      return { trained: new Map(), frozen: weights };
    case "top": {
      const lowest = frozenLayers(config, settings);
      const [frozen, trained] = [true, false].map(
        (below) => new Map([...weights].filter(([name]) => isBelow(config, lowest, name) === below)),
      ) as [TunedWeights["frozen"], TunedWeights["trained"]];
      return { trained, frozen };
    }
    case "lora": {
      const { loraRank: rank, loraAlpha: alpha, loraTargets: targets, seed } = settings;
      const { adapters, scales } = loraWeights(config, weights, { rank, alpha, targets }, seed);
      return { trained: adapters, frozen: new Map([...weights, ...scales]) };
    }
  }
}

/**
 * The number of lowest layers that a reward model's tuning leaves unchanged, so that their output never changes. A
 * decoder with no more layers than are to be trained has none.
 */
export function frozenLayers(
  { layerCount }: DecoderConfig,
  { tuning, trainableLayers }: Pick<RewardModelConfig, "tuning" | "trainableLayers">,
): number {
  if (tuning === "head") return layerCount;
  return tuning === "top" ? Math.max(0, layerCount - trainableLayers) : 0;
}

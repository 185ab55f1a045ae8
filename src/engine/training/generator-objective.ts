import type { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { outputEmbeddingName } from "../checkpoint/names.ts";
import { borrow } from "../decoder/linear.ts";
import { generatorLoss } from "../losses/generator.ts";
import type { Objective } from "./objective.ts";

/** The objective `L_gen` on a batch of `padResponses`. */
export function generatorObjective(config: DecoderConfig): Objective {
  return {
    decoder: config,
    metrics: ["loss/generator"],
    carried: {},
    text: null,
    loss(params, hidden, batch) {
      const { ids, mask, positions, labels, weights } = batch as Record<GeneratorInput, np.Array>;
      ids.dispose();
      mask.dispose();
      const head = borrow(params, outputEmbeddingName(config));
      const loss = generatorLoss(hidden, head, { positions, labels, weights });
      return [loss, loss.ref.reshape([1])];
    },
  };
}

type GeneratorInput = "ids" | "mask" | "positions" | "labels" | "weights";

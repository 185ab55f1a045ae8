import { jit, numpy as np, tree, valueAndGrad, vjp } from "@jax-js/jax";
import { matrixProduct } from "../decoder/linear.ts";
import { type GenerationTargets, labelCrossEntropy } from "../losses/language-model.ts";
import type { PerRun } from "../losses/per-run.ts";
import { generationStates } from "../losses/text-generation.ts";
import { PAIR_BUCKET } from "./pairs.ts";

/**
 * Targets whose logits are in memory at once. At a vocabulary of 49,152 each array of logits then takes 12 MiB. With half
 * as many the products with the head take a quarter longer on Wasm, since they read and write all of it for each chunk.
 */
export const TEXT_CHUNK = 2 * PAIR_BUCKET;

export interface TextGradient {
  loss: number;
  /** Gradient of the head, `[V, H]` */
  head: np.Array;
  /** Gradient of the hidden states, `[B, T, H]` */
  hidden: np.Array;
}

export interface ChunkedText {
  /** `L_sft` and its gradients. Borrows the head `[V, H]`, consumes hidden states `[B, T, H]` and targets. */
  differentiate(head: np.Array, hidden: np.Array, targets: GenerationTargets): Promise<TextGradient>;
  dispose(): void;
}

/**
 * Computes `textGeneration` in bounded memory: the loss is a sum over targets, so it is computed and differentiated for
 * `TEXT_CHUNK` targets at a time. The gradients of the product with the head are written out by hand, since jax-js
 * 0.1.25 would make three copies of the head for them.
 */
export function createChunkedText(weightRatio: PerRun): ChunkedText {
  const addChunk = jit((head: np.Array, hidden: np.Array, targets: GenerationTargets, sums: Sums): Sums => {
    const { positions, ...labelled } = targets;
    const [states, pullBack] = vjp((all: np.Array) => generationStates(all, positions, weightRatio), [hidden]);
    const logits = matrixProduct(states.ref, np.transpose(head.ref));
    const [loss, ofLogits] = valueAndGrad((z: np.Array) => labelCrossEntropy(z, labelled))(logits);
    const [ofHidden] = pullBack(matrixProduct(ofLogits.ref, head)) as [np.Array];
    pullBack.dispose();
    const ofHead = matrixProduct(np.transpose(ofLogits), states);
    return { loss: sums.loss.add(loss), head: sums.head.add(ofHead), hidden: sums.hidden.add(ofHidden) };
  });
  return {
    async differentiate(head, hidden, targets) {
      let sums: Sums = { loss: np.array(0), head: np.zeros(head.shape), hidden: np.zeros(hidden.shape) };
      // The chunks behind the last target hold padding alone, and add nothing.
      const weights = (await targets.weights.ref.data()) as Float32Array;
      for (const chunk of chunksOf(targets, weights.findLastIndex((weight) => weight > 0) + 1)) {
        sums = addChunk(head.ref, hidden.ref, chunk, sums) as Sums;
        await sums.hidden.blockUntilReady();
      }
      hidden.dispose();
      const [value] = (await sums.loss.data()) as unknown as [number];
      return { loss: value, head: sums.head, hidden: sums.hidden };
    },
    dispose: () => addChunk.dispose(),
  };
}

type Sums = { loss: np.Array; head: np.Array; hidden: np.Array };

/** Splits the first `count` targets into chunks of at most `TEXT_CHUNK` targets. Consumes the targets. */
function chunksOf(targets: GenerationTargets, count: number): GenerationTargets[] {
  const chunks = Array.from({ length: Math.ceil(count / TEXT_CHUNK) }, (_, i) => {
    // Up to the end of the padding: chunks of as many tokens as responses happen to have would each be compiled.
    const range: [number, number] = [i * TEXT_CHUNK, Math.min((i + 1) * TEXT_CHUNK, targets.labels.shape[0] as number)];
    return tree.map((all: np.Array) => all.ref.slice(range), targets) as GenerationTargets;
  });
  tree.dispose(targets);
  return chunks;
}

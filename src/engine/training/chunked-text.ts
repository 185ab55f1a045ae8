import { jit, numpy as np, valueAndGrad } from "@jax-js/jax";
import type { GenerationTargets } from "../losses/language-model.ts";
import { textGeneration } from "../losses/text-generation.ts";
import { PAIR_BUCKET } from "./pairs.ts";

/** Targets whose logits are in memory at once. At a vocabulary of 49,152 each array of logits then takes 6 MiB. */
export const TEXT_CHUNK = PAIR_BUCKET;

export interface TextGradient {
  loss: number;
  /** `[V, H]` */
  head: np.Array;
  /** `[B, T, H]` */
  hidden: np.Array;
}

export interface ChunkedText {
  /** `L_sft` and its gradients. Borrows the head `[V, H]`, consumes hidden states `[B, T, H]` and targets. */
  differentiate(head: np.Array, hidden: np.Array, targets: GenerationTargets): Promise<TextGradient>;
  dispose(): void;
}

/** `textGeneration` in bounded memory: a sum over targets, so computed and differentiated `TEXT_CHUNK` at a time. */
export function createChunkedText(weightRatio: number): ChunkedText {
  const loss = (head: np.Array, hidden: np.Array, targets: GenerationTargets) =>
    textGeneration(hidden, head, targets, weightRatio);
  const addChunk = jit(
    (head: np.Array, hidden: np.Array, positions: np.Array, labels: np.Array, weights: np.Array, sums: Sums): Sums => {
      const differentiate = valueAndGrad(loss, { argnums: [0, 1] });
      const [value, [ofHead, ofHidden]] = differentiate(head, hidden, { positions, labels, weights });
      return { loss: sums.loss.add(value), head: sums.head.add(ofHead), hidden: sums.hidden.add(ofHidden) };
    },
  ) as unknown as (...args: [...np.Array[], Sums]) => Sums;
  return {
    async differentiate(head, hidden, { positions, labels, weights }) {
      let sums: Sums = { loss: np.array(0), head: np.zeros(head.shape), hidden: np.zeros(hidden.shape) };
      const [count] = positions.shape as [number];
      for (let from = 0; from < count; from += TEXT_CHUNK) {
        const [p, l, w] = [positions, labels, weights].map((all) => all.ref.slice([from, from + TEXT_CHUNK]));
        sums = addChunk(head.ref, hidden.ref, p as np.Array, l as np.Array, w as np.Array, sums);
        await sums.hidden.blockUntilReady();
      }
      for (const array of [hidden, positions, labels, weights]) array.dispose();
      const [value] = (await sums.loss.data()) as unknown as [number];
      return { loss: value, head: sums.head, hidden: sums.hidden };
    },
    dispose: () => (addChunk as unknown as { dispose(): void }).dispose(),
  };
}

type Sums = { loss: np.Array; head: np.Array; hidden: np.Array };

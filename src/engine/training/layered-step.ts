import { jit, numpy as np, valueAndGrad } from "@jax-js/jax";
import type { LayeredDecoder } from "../decoder/layered.ts";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { borrowMask, disposeMask } from "../decoder/row-mask.ts";
import { valueHeadOf } from "../decoder/value-head.ts";
import { clipScale, descend, firstMoment, type Moments, secondMoment, stepScalars } from "./adamw.ts";
import { createChunkedText } from "./chunked-text.ts";
import { type Batch, lossOf, maskOf, type Objective, splitTargets, trunkInput } from "./objective.ts";
import type { OptimiserSettings, TrainStep } from "./step.ts";

/**
 * The step of `createTrainStep` for a reward model too large for one graph: computed layer by layer (`LayeredDecoder`),
 * with the text term for a few targets at a time and the optimiser for one parameter at a time. The embedding is not
 * among the parameters, so it cannot be trained.
 *
 * @param decoder borrowed
 * @param recorded the number of layers whose inside is kept for the backward pass
 */
export function createLayeredStep(
  objective: Objective,
  settings: OptimiserSettings,
  decoder: LayeredDecoder,
  recorded: number,
): TrainStep {
  const textTerm = objective.text && { ...objective.text, ...createChunkedText(objective.text.weightRatio) };
  const differentiateHead = jit(
    valueAndGrad(
      (head: Parameters, hidden: np.Array, batch: Batch) => {
        const result = lossOf(objective, head, hidden, batch);
        disposeParameters(head);
        return result;
      },
      { argnums: [0, 1], hasAux: true },
    ) as never,
  ) as unknown as Disposable<
    (head: Parameters, hidden: np.Array, batch: Batch) => [[np.Array, np.Array], [Parameters, np.Array]]
  >;
  const add = jit((a: np.Array, b: np.Array) => a.add(b));
  const addSquares = jit((sum: np.Array, g: np.Array) => sum.add(np.sum(np.square(g))));
  const clip = jit((squares: np.Array, share: np.Array) => {
    const norm = np.sqrt(squares).mul(share.ref);
    return { norm: norm.ref, scale: clipScale(norm, settings.maxGradNorm).mul(share) };
  });
  // Three programs rather than one: each frees the arrays that it replaces before the next one starts.
  const first = jit((m: np.Array, g: np.Array, scale: np.Array) => firstMoment(settings, m, g.mul(scale)));
  const second = jit((v: np.Array, g: np.Array, scale: np.Array) => secondMoment(settings, v, g.mul(scale)));
  const move = jit((p: np.Array, m: np.Array, v: np.Array, scalars: np.Array) => descend(settings, p, m, v, scalars));

  return {
    async run({ params, moments }, frozen, batches, learningRate, t) {
      let sums: Parameters | null = null;
      let totals: number[] = [];
      for (const batch of batches) {
        const { gradients, values } = await differentiate(params, frozen, batch);
        sums = sums ? sumOf(sums, gradients) : gradients;
        totals = values.map((value, i) => value / batches.length + (totals[i] ?? 0));
      }
      const scalars = stepScalars(settings, learningRate, t);
      const [state, gradNorm] = await apply(params, sums as Parameters, moments, 1 / batches.length, scalars);
      const [loss, ...metrics] = totals as [number, ...number[]];
      return { state, figures: [{ loss, gradNorm, metrics }] };
    },
    dispose() {
      textTerm?.dispose();
      for (const program of [differentiateHead, add, addSquares, clip, first, second, move]) program.dispose();
    },
  };

  /**
   * Gradients of every trained parameter, and loss and metrics as one list. Borrows the parameters, consumes the batch.
   */
  async function differentiate(
    trained: Parameters,
    frozen: Parameters,
    batch: Batch,
  ): Promise<{ gradients: Parameters; values: number[] }> {
    const params = { ...trained, ...frozen };
    const visible = borrowMask(maskOf(batch));
    const tape = await decoder.record(params, trunkInput(batch).ref, visible, recorded);
    const hidden = await decoder.normalise(params, tape);
    const { targets, rest } = textTerm ? splitTargets(batch) : { targets: null, rest: batch };
    const text =
      textTerm && targets && (await textTerm.differentiate(params[textTerm.head] as np.Array, hidden.ref, targets));

    const [[value, aux], [gradients, cotangent]] = differentiateHead(valueHeadOf(trained), hidden, rest);
    const [loss] = (await value.data()) as unknown as [number];
    const metrics = [...(await aux.data())] as number[];
    const flowing = text ? (add(cotangent, text.hidden) as np.Array) : cotangent;
    const trunk = await decoder.backward(trained, frozen, tape, visible, flowing);
    disposeMask(visible);
    return {
      gradients: { ...trunk, ...gradients, ...(textTerm && text && { [textTerm.head]: text.head }) },
      values: text ? [loss + text.loss, ...metrics, text.loss] : [loss, ...metrics],
    };
  }

  function sumOf(sums: Parameters, gradients: Parameters): Parameters {
    const entries = Object.entries(gradients);
    return Object.fromEntries(entries.map(([name, g]) => [name, add(sums[name] as np.Array, g) as np.Array]));
  }

  /** AdamW on the mean of `1 / share` summed gradients. Consumes all arrays. */
  async function apply(params: Parameters, sums: Parameters, moments: Moments, share: number, scalars: np.Array) {
    let squares: np.Array = np.array(0);
    for (const g of Object.values(sums)) squares = addSquares(squares, g.ref) as np.Array;
    const { norm, scale } = clip(squares, np.array(share)) as { norm: np.Array; scale: np.Array };
    const state = { params: {} as Parameters, moments: { first: {} as Parameters, second: {} as Parameters } };
    for (const name of Object.keys(params)) {
      const g = sums[name] as np.Array;
      const m = await done(first(moments.first[name] as np.Array, g.ref, scale.ref));
      const v = await done(second(moments.second[name] as np.Array, g, scale.ref));
      const p = await done(move(params[name] as np.Array, m.ref, v.ref, scalars.ref));
      Object.assign(state.params, { [name]: p });
      Object.assign(state.moments.first, { [name]: m });
      Object.assign(state.moments.second, { [name]: v });
    }
    scale.dispose();
    scalars.dispose();
    const [gradNorm] = (await norm.data()) as unknown as [number];
    return [state, gradNorm] as const;
  }
}

/** Waits for an array: queued work keeps its inputs in memory until it is done. */
function done(result: unknown): Promise<np.Array> {
  return (result as np.Array).blockUntilReady();
}

type Disposable<F> = F & { dispose(): void };

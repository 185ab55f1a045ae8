import { jit, type numpy as np, tree, vjp } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { attentionInAnyRows } from "./attend.ts";
import { inSinglePrecision } from "./half-precision.ts";
import { materialise } from "./materialise.ts";
import { disposeParameters, type Parameters } from "./parameters.ts";
import { borrowMask, disposeMask, type RowMask } from "./row-mask.ts";
import type { Stage, Sublayer } from "./sublayers.ts";

/**
 * A sub-layer `[B, T, hidden]` → `[B, T, hidden]`, compiled forward and backward to serve every layer. Both borrow
 * parameters and mask, and consume their other arguments.
 */
export interface SublayerProgram {
  /** The sub-layer's result, and the projections that spare the backward pass their products. */
  forward(params: Parameters, x: np.Array, mask: RowMask): Promise<{ y: np.Array; projections: np.Array[] }>;
  /**
   * Gradients of the trained parameters of this sub-layer and of x.
   *
   * @param trained parameters of the layer, of which the other sub-layer's are left out
   * @param projections those of the forward pass; if there are none, they are computed again
   * @param cotangent gradient of the result
   */
  backward(
    trained: Parameters,
    frozen: Parameters,
    x: np.Array,
    projections: np.Array[],
    mask: RowMask,
    cotangent: np.Array,
  ): Promise<Gradients>;
  dispose(): void;
}

/** Gradients of the trained parameters, and of the input of a program. */
export type Gradients = {
  gradients: Parameters;
  cotangent: np.Array;
};

export function createSublayerProgram(config: DecoderConfig, sublayer: Sublayer): SublayerProgram {
  const forward = jit((params: Parameters, x: np.Array, mask: RowMask) => {
    const single = inSinglePrecision(params);
    const rows = attentionInAnyRows(config, mask);
    const projections = sublayer.inner(single, x.ref);
    const mixed = sublayer.mix(single, tree.ref(projections) as np.Array[], rows.ofLayer());
    const y = x.add(sublayer.outer(single, mixed));
    rows.dispose();
    disposeParameters(single);
    disposeMask(mask);
    return { y, projections };
  });

  const backward = jit(
    (
      trained: Record<Stage, Parameters>,
      frozen: Parameters,
      x: np.Array,
      known: np.Array[],
      mask: RowMask,
      cotangent: np.Array,
    ): Gradients => {
      const fixed = inSinglePrecision(frozen);
      const rows = attentionInAnyRows(config, mask);
      // One stage at a time: a product whose result is known is not computed, since nothing reads it.
      const [computed, pullInner] = stage(sublayer.inner, trained.inner, fixed, x);
      const projections = known.length > 0 ? known : computed;
      if (known.length > 0) tree.dispose(computed);
      const attend = rows.ofLayer();
      const mix = (params: Parameters, values: np.Array[]) => sublayer.mix(params, values, attend);
      const [mixed, pullMix] = stage(mix, trained.mix, fixed, projections);
      const [added, pullOuter] = stage(sublayer.outer, trained.outer, fixed, mixed);
      added.dispose();
      const [ofOuter, ofMixed] = pullOuter(cotangent.ref);
      const [ofMix, ofProjections] = pullMix(materialise(ofMixed));
      const [ofInner, ofX] = pullInner(ofProjections.map(materialise));
      rows.dispose();
      disposeParameters(fixed);
      disposeMask(mask);
      return { gradients: { ...ofInner, ...ofMix, ...ofOuter }, cotangent: cotangent.add(ofX) };
    },
  );

  const reads = (params: Parameters, stages: readonly Stage[]): Parameters => {
    const beginnings = stages.flatMap((one) => sublayer.reads[one]);
    return Object.fromEntries(
      Object.entries(params).filter(([name]) => beginnings.some((beginning) => name.startsWith(beginning))),
    );
  };
  const all: readonly Stage[] = ["inner", "mix", "outer"];

  return {
    // Each program is awaited: jax-js allocates memory for everything that is queued.
    async forward(params, x, mask) {
      const own = tree.ref(reads(params, all)) as Parameters;
      const result = forward(own, x, borrowMask(mask)) as { y: np.Array; projections: np.Array[] };
      await result.y.blockUntilReady();
      return result;
    },
    async backward(trained, frozen, x, projections, mask, cotangent) {
      const own = { inner: reads(trained, ["inner"]), mix: reads(trained, ["mix"]), outer: reads(trained, ["outer"]) };
      const result = backward(
        tree.ref(own) as typeof own,
        tree.ref(reads(frozen, all)) as Parameters,
        x,
        projections,
        borrowMask(mask),
        cotangent,
      ) as Gradients;
      await result.cotangent.blockUntilReady();
      return result;
    },
    dispose() {
      forward.dispose();
      backward.dispose();
    },
  };
}

/** The value of a stage with its pull-back, which is called once. Consumes trained parameters and input, borrows the others. */
function stage<Input, Output>(
  compute: (params: Parameters, input: Input) => Output,
  trained: Parameters,
  fixed: Parameters,
  input: Input,
): [Output, (cotangent: Output) => [Parameters, Input]] {
  const [value, pullBack] = vjp(
    ((own: Parameters, given: Input) => {
      const output = compute({ ...own, ...fixed }, given);
      disposeParameters(own);
      return output;
    }) as never,
    [trained, input] as never,
  ) as unknown as [Output, ((cotangent: Output) => [Parameters, Input]) & { dispose(): void }];
  return [
    value,
    (cotangent) => {
      const result = pullBack(cotangent);
      pullBack.dispose();
      return result;
    },
  ];
}

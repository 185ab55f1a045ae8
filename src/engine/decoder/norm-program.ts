import { jit, type numpy as np, tree, vjp } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { finalNorm } from "./decoder.ts";
import { inSinglePrecision } from "./half-precision.ts";
import { disposeParameters, type Parameters } from "./parameters.ts";
import type { Gradients } from "./sublayer-program.ts";

/**
 * The norm after the last layer, `[B, T, hidden]` → `[B, T, hidden]`, compiled forward and backward. Both borrow the
 * parameters and consume their other arguments.
 */
export interface NormProgram {
  forward(params: Parameters, x: np.Array): Promise<np.Array>;
  /** Gradients of the trained parameters and of x. @param cotangent gradient of the result */
  backward(trained: Parameters, frozen: Parameters, x: np.Array, cotangent: np.Array): Promise<Gradients>;
  dispose(): void;
}

export function createNormProgram(config: DecoderConfig): NormProgram {
  const forward = jit((params: Parameters, x: np.Array) => {
    const single = inSinglePrecision(params);
    const y = finalNorm(config, single, x);
    disposeParameters(single);
    return y;
  });
  const backward = jit((trained: Parameters, frozen: Parameters, x: np.Array, cotangent: np.Array) => {
    const fixed = inSinglePrecision(frozen);
    const [y, pullBack] = vjp(
      (own: Parameters, input: np.Array) => {
        const output = finalNorm(config, { ...own, ...fixed }, input);
        disposeParameters(own);
        return output;
      },
      [trained, x],
    );
    y.dispose();
    const [gradients, flowing] = pullBack(cotangent) as [Parameters, np.Array];
    pullBack.dispose();
    disposeParameters(fixed);
    return { gradients, cotangent: flowing };
  });
  return {
    // Each program is awaited: jax-js allocates memory for everything that is queued.
    async forward(params, x) {
      const y = forward(tree.ref(params) as Parameters, x) as np.Array;
      return y.blockUntilReady();
    },
    async backward(trained, frozen, x, cotangent) {
      const own = tree.ref(trained) as Parameters;
      const result = backward(own, tree.ref(frozen) as Parameters, x, cotangent) as Gradients;
      await result.cotangent.blockUntilReady();
      return result;
    },
    dispose() {
      forward.dispose();
      backward.dispose();
    },
  };
}

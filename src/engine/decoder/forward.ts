import { jit, type numpy as np, tree } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { hiddenStates } from "./decoder.ts";
import { disposeParameters, type Parameters } from "./parameters.ts";
import type { RowMask } from "./row-mask.ts";

/** A compiled program that computes a decoder's hidden states, from the tokens or from the input of a later layer. */
export interface DecoderForward {
  /**
   * The hidden states after the final norm, `[B, T, hidden]`. Borrows the parameters; consumes mask and input:
   * token ids `[B, T]`, or the input of the program's first layer, `[B, T, hidden]`.
   */
  hiddenStates(params: Parameters, input: np.Array, mask: RowMask): Promise<np.Array>;
  dispose(): void;
}

/** Compiles a decoder from layer `from` on as one program. */
export function wholeDecoder(config: DecoderConfig, from = 0): DecoderForward {
  const program = jit((params: Parameters, input: np.Array, mask: RowMask) => {
    const hidden = hiddenStates(config, params, input, mask, from);
    disposeParameters(params);
    return hidden;
  });
  return {
    hiddenStates: async (params, input, mask) => program(tree.ref(params) as Parameters, input, mask) as np.Array,
    dispose: () => program.dispose(),
  };
}

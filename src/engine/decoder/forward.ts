import { jit, type numpy as np, tree } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { hiddenStates } from "./decoder.ts";
import { disposeParameters, type Parameters } from "./parameters.ts";

/** A decoder compiled for its hidden states alone. */
export interface DecoderForward {
  /** After the final norm, `[B, T, hidden]`. Borrows the parameters, consumes ids and mask `[B, T]`. */
  hiddenStates(params: Parameters, ids: np.Array, mask: np.Array): Promise<np.Array>;
  dispose(): void;
}

/** A decoder as one program. */
export function wholeDecoder(config: DecoderConfig): DecoderForward {
  const program = jit((params: Parameters, ids: np.Array, mask: np.Array) => {
    const hidden = hiddenStates(config, params, ids, mask);
    disposeParameters(params);
    return hidden;
  });
  return {
    hiddenStates: async (params, ids, mask) => program(tree.ref(params) as Parameters, ids, mask) as np.Array,
    dispose: () => program.dispose(),
  };
}

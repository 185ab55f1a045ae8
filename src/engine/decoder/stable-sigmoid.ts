import { numpy as np } from "@jax-js/jax";

/** Below −80 σ(x) is negligible in float32 beside anything it is added to, and `exp(−x)` is still far from overflow. */
const LEAST = -80;

/**
 * `σ(x) = 1 / (1 + exp(−x))`, elementwise, with finite value and gradient everywhere: x below −80 counts as −80.
 * Consumes x.
 *
 * In jax-js 0.1.25 `exp(−x)` overflows float32 for x below −88.7 in `nn.sigmoid` and `nn.silu`, whose gradient then is
 * NaN. `stable-sigmoid.test.ts` tells when upstream is mended and these functions are no longer needed.
 */
export function stableSigmoid(x: np.Array): np.Array {
  return np.reciprocal(onePlusExp(x));
}

/** `x·σ(x)`, elementwise, with finite value and gradient everywhere. Consumes x. */
export function silu(x: np.Array): np.Array {
  return x.ref.div(onePlusExp(x));
}

/** `1 + exp(−x)` with x bounded below. Bounded without a maximum, which could turn NaN into a number. Consumes x. */
function onePlusExp(x: np.Array): np.Array {
  const bounded = np.where(x.ref.less(LEAST), LEAST, x);
  return np.exp(bounded.neg()).add(1);
}

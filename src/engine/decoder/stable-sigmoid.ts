import { numpy as np } from "@jax-js/jax";

/** Below it σ is 0 to float32 beside anything that it is added to, and `exp(−x)` still far from overflow. */
const LEAST = -80;

/**
 * `σ(x) = 1 / (1 + exp(−x))`, whose value and gradient are finite everywhere: what lies below −80 counts as −80.
 *
 * `nn.sigmoid` and `nn.silu` of jax-js 0.1.25 let `exp(−x)` overflow float32 below −88.7, where their gradient is NaN.
 * `stable-sigmoid.test.ts` tells when upstream is mended and theirs will do.
 */
export function sigmoid(x: np.Array): np.Array {
  return np.reciprocal(onePlusExp(x));
}

/** `x·σ(x)`, finite likewise. */
export function silu(x: np.Array): np.Array {
  return x.ref.div(onePlusExp(x));
}

/** `1 + exp(−x)`. Not by a maximum, which could turn NaN into a number. */
function onePlusExp(x: np.Array): np.Array {
  const bounded = np.where(x.ref.less(LEAST), LEAST, x);
  return np.exp(bounded.neg()).add(1);
}

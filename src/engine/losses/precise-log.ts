import { lax, numpy as np } from "@jax-js/jax";

/**
 * Natural logarithm to float32 precision, elementwise. Consumes x.
 *
 * The vector kernels of jax-js 0.1.25 on Wasm are off by up to 1.2e-5 just below powers of two, where the probability
 * of an almost certain token lies. One Newton step on `exp(y) = x`, whose exponential is exact to 1e-7, corrects this;
 * value and gradient stay those of the logarithm. `precise-log.test.ts` tells when upstream no longer needs this.
 */
export function preciseLog(x: np.Array): np.Array {
  const y = np.log(x.ref);
  return y.ref.add(x.mul(np.exp(y.neg()))).sub(1);
}

/**
 * `log σ(x) = −(m + log(e^{−m} + e^{−x−m}))` with `m = max(−x, 0)`, elementwise, to float32 precision and without
 * overflow. `m` cancels and so carries no gradient, which makes the gradient smooth at 0. Consumes x.
 */
export function logSigmoid(x: np.Array): np.Array {
  const m = lax.stopGradient(np.maximum(x.ref.neg(), 0));
  const sum = np.exp(m.ref.neg()).add(np.exp(x.neg().sub(m.ref)));
  return m.add(preciseLog(sum)).neg();
}

/** `log Σ exp(x)` over the last axis, `[…, V]` → `[…]`, to float32 precision. Consumes x. */
export function logSumExp(x: np.Array): np.Array {
  const peak = lax.stopGradient(np.max(x.ref, -1, { keepdims: true }));
  const sum = np.sum(np.exp(x.sub(peak.ref)), -1);
  return preciseLog(sum).add(np.squeeze(peak, -1));
}

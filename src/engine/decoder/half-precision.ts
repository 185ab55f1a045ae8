import { numpy as np } from "@jax-js/jax";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { disposeParameters, type OwnNumbers, type Parameters } from "./parameters.ts";

/** What weights are stored in on the device. */
export type Precision = "float32" | "float16";

/**
 * Copies weights to a device that has `shader-f16`, each number rounded to half precision. A tensor with a number that
 * is too large for it (beyond 65,504) stays float32. The caller owns the result.
 */
export function toHalfParameters(weights: ReadonlyMap<string, Tensor>): Parameters {
  const params: Parameters = {};
  for (const [name, { data, shape }] of weights) {
    const half = new Float16Array(data);
    params[name] = np.array(half.every(Number.isFinite) ? half : (data as OwnNumbers), { shape });
  }
  return params;
}

/** The same parameters to compute with, all in float32. Consumes them. */
export function inSinglePrecision(params: Parameters): Parameters {
  const single = Object.entries(params).map(([name, array]) => [name, array.ref.astype(np.float32)]);
  disposeParameters(params);
  return Object.fromEntries(single);
}

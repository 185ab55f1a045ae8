import { numpy as np } from "@jax-js/jax";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { disposeParameters, type OwnNumbers, type Parameters } from "./parameters.ts";

/** The number type in which weights are stored on the device. */
export type Precision = "float32" | "float16";

/**
 * Copies weights to a device that has `shader-f16`, rounded to half precision. A tensor with a number beyond 65,504,
 * which half precision cannot hold, stays float32. The caller owns the result.
 */
export function toHalfParameters(weights: ReadonlyMap<string, Tensor>): Parameters {
  const params: Parameters = {};
  for (const [name, { data, shape }] of weights) {
    const half = new Float16Array(data);
    params[name] = np.array(half.every(Number.isFinite) ? half : (data as OwnNumbers), { shape });
  }
  return params;
}

/** The parameters in float32, of the same shapes, to compute with. Consumes `params`. */
export function inSinglePrecision(params: Parameters): Parameters {
  const single = Object.entries(params).map(([name, array]) => [name, array.ref.astype(np.float32)]);
  disposeParameters(params);
  return Object.fromEntries(single);
}

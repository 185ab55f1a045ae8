import { numpy as np } from "@jax-js/jax";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { toPackedParameters, unpackedParameters } from "./packed-weights.ts";
import { disposeParameters, type OwnNumbers, type Parameters, toParameters } from "./parameters.ts";

/** The number type in which weights are stored on the device. */
export type Precision = "float32" | "float16" | "int8" | "int4";

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

/** Copies weights to the device in a number type. The caller owns the result. */
export function toParametersAs(precision: Precision, weights: ReadonlyMap<string, Tensor>): Parameters {
  if (precision === "int8") return toPackedParameters(weights, 8);
  if (precision === "int4") return toPackedParameters(weights, 4);
  return precision === "float16" ? toHalfParameters(weights) : toParameters(weights);
}

/** The parameters in float32, to compute with. Consumes `params`. */
export function inSinglePrecision(params: Parameters): Parameters {
  const single = unpackedParameters(params);
  disposeParameters(params);
  return single;
}

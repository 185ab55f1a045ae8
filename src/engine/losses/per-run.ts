import { numpy as np } from "@jax-js/jax";
import { asFactor } from "../decoder/population.ts";

/** A setting of a run, or one value for each run of a population. */
export type PerRun = number | readonly number[];

/** The setting as a factor for arrays with `axes` axes; for a population, an array `[R, 1, …]` that the caller owns. */
export function factor(setting: PerRun, axes: number): number | np.Array {
  return typeof setting === "number" ? setting : asFactor(np.array([...setting]), axes);
}

/** `1 − x`, for one run or for each run of a population. */
export function complement(setting: PerRun): PerRun {
  return typeof setting === "number" ? 1 - setting : setting.map((x) => 1 - x);
}

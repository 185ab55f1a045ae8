import { numpy as np } from "@jax-js/jax";
import { asFactor } from "../decoder/population.ts";

/** A setting of one run, or that of every run of a population. */
export type PerRun = number | readonly number[];

/** The setting as a factor of arrays with so many axes, of a population `[R, …]`. */
export function factor(setting: PerRun, axes: number): number | np.Array {
  return typeof setting === "number" ? setting : asFactor(np.array([...setting]), axes);
}

/** `1 − x`. */
export function complement(setting: PerRun): PerRun {
  return typeof setting === "number" ? 1 - setting : setting.map((x) => 1 - x);
}

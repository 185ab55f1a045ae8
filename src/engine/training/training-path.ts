import { msg } from "../../i18n/msg.ts";
import type { Precision } from "../decoder/half-precision.ts";
import { STATES_BYTES } from "./state-store.ts";

/** How a step is computed: as one graph, or in a loop over the layers, which limits its memory. */
export type TrainingPath = "whole" | "layered";

/**
 * The largest number of layers in one graph: at about 20, jax-js 0.1.25 overflows its stack when it disposes of the
 * gradient.
 */
export const WHOLE_LAYERS = 16;

/** The path of a run's steps, and how much memory its arrays take at most. */
export interface TrainingMemory {
  path: TrainingPath;
  /** The number type that frozen weights are stored in; they are computed with in float32. */
  frozenAs: Precision;
  bytes: number;
  /** Layers whose inside a layered step keeps for its backward pass, which computes that of all others again; left out, none. */
  recordedLayers?: number;
  /** The layers below the lowest trained one; null if there are none. */
  frozen: FrozenPlan | null;
  /** How far packed weights move the rewards, once that is measured. */
  moved?: RewardMovement;
}

/** By how much the rewards of a run's first batch differ from those under the weights that were packed. */
export interface RewardMovement {
  /** The mean and the largest difference, and the standard deviation of the rewards under float32. */
  mean: number;
  largest: number;
  spread: number;
}

const STORED_AS: Record<Precision, string | null> = {
  float32: null,
  float16: msg("frozen weights in float16"),
  int8: msg("frozen weights in 8 bits"),
  int4: msg("frozen weights in 4 bits"),
};

export interface FrozenPlan {
  layers: number;
  /**
   * Bytes of the frozen layers' output for all records, computed once and kept in the host's memory up to
   * `STATES_BYTES`; null if every step computes it again.
   */
  stateBytes: number | null;
}

/** The memory plan in words: `layer by layer, frozen weights in float16, about 1,120 MB`. */
export function memoryText({ path, frozenAs, bytes, frozen, moved }: TrainingMemory): string {
  const parts = [
    path === "layered" ? msg("layer by layer") : msg("whole graph"),
    ...(STORED_AS[frozenAs] ? [STORED_AS[frozenAs]] : []),
    msg(`about ${megabytes(bytes)}`),
  ];
  return [parts.join(", "), ...(frozen ? [frozenText(frozen)] : []), ...(moved ? [movedText(moved)] : [])].join("; ");
}

function movedText({ mean, largest, spread }: RewardMovement): string {
  const text = (x: number) => Number(x.toPrecision(2)).toString();
  return msg(
    `that moves the rewards of the first batch by ${text(mean)} on average, ${text(largest)} at most, against a spread of ${text(spread)}`,
  );
}

function frozenText({ layers, stateBytes }: FrozenPlan): string {
  const frozen = msg(`${layers} frozen ${layers === 1 ? "layer" : "layers"}`);
  if (stateBytes === null) return msg(`${frozen} computed at every step`);
  if (stateBytes <= STATES_BYTES) return msg(`${frozen} computed once, ${megabytes(stateBytes)} kept`);
  return msg(
    `${frozen} computed once for as many records as fit, ${megabytes(STATES_BYTES)} of ${megabytes(stateBytes)} kept`,
  );
}

/** A size in words: `1,340 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}

import type { Precision } from "../decoder/half-precision.ts";
import { STATES_BYTES } from "./state-store.ts";

/** How a step is computed: as one graph, or in a loop over the layers, which bounds its memory. */
export type TrainingPath = "whole" | "layered";

/** Deeper graphs overflow the stack of jax-js 0.1.25 when it lets go of their gradient, at 20 layers or so. */
export const WHOLE_LAYERS = 16;

/** How a run computes its steps, and what its arrays take at most. */
export interface TrainingMemory {
  path: TrainingPath;
  /** What the weights that it only reads are stored in; they are computed with in float32. */
  frozenAs: Precision;
  bytes: number;
  /** The layers below all that is trained; null where there are none. */
  frozen: FrozenPlan | null;
}

export interface FrozenPlan {
  layers: number;
  /**
   * What comes out of them for all records, computed once and kept in the host's memory as far as `STATES_BYTES` go; null
   * where every step computes them again.
   */
  stateBytes: number | null;
}

/** `layer by layer, frozen weights in float16, about 1,120 MB`; `whole graph, about 31 MB; 3 frozen layers computed once, 26 MB kept`. */
export function memoryText({ path, frozenAs, bytes, frozen }: TrainingMemory): string {
  const parts = [
    path === "layered" ? "layer by layer" : "whole graph",
    ...(frozenAs === "float16" ? ["frozen weights in float16"] : []),
    `about ${megabytes(bytes)}`,
  ];
  return [parts.join(", "), ...(frozen ? [frozenText(frozen)] : [])].join("; ");
}

function frozenText({ layers, stateBytes }: FrozenPlan): string {
  const frozen = `${layers} frozen ${layers === 1 ? "layer" : "layers"}`;
  if (stateBytes === null) return `${frozen} computed at every step`;
  if (stateBytes <= STATES_BYTES) return `${frozen} computed once, ${megabytes(stateBytes)} kept`;
  return `${frozen} computed once for as many records as fit, ${megabytes(STATES_BYTES)} of ${megabytes(stateBytes)} kept`;
}

/** `1,340 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}

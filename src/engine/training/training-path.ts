import type { Precision } from "../decoder/half-precision.ts";

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
}

/** `layer by layer, frozen weights in float16, about 1,120 MB`. */
export function memoryText({ path, frozenAs, bytes }: TrainingMemory): string {
  const parts = [
    path === "layered" ? "layer by layer" : "whole graph",
    ...(frozenAs === "float16" ? ["frozen weights in float16"] : []),
    `about ${megabytes(bytes)}`,
  ];
  return parts.join(", ");
}

/** `1,340 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}

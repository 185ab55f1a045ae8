import { GraphBuilder } from "./graph-builder.ts";
import type { ElementType } from "./proto.ts";

/** A tensor of a cache as it goes in and comes out; rows are its first dimension. */
export interface CachedTensor {
  past: string;
  present: string;
  type: ElementType;
  /** Behind the rows. */
  shape: readonly (number | string)[];
}

/** Picks rows of a cache on the device that holds it. Inputs `rows` [n] and the cache's, outputs as many. */
export function rowGraph(tensors: readonly CachedTensor[]): Uint8Array {
  const g = new GraphBuilder("rows");
  const rows = g.input("rows", "int64", ["rows"]);
  for (const { past, present, type, shape } of tensors) {
    const cached = g.input(past, type, ["batch_size", ...shape]);
    g.node("Gather", [cached, rows], { axis: { int: 0 } }, present);
    g.output(present, type, ["rows", ...shape]);
  }
  return g.encode();
}

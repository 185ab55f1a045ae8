import type { TokenRecord } from "../../worker/records.ts";
import type { ColumnLayout } from "./columns.ts";
import { rowHeights } from "./layout.ts";

/** An edge of the consistency term, from one response token to the next, as an arc. */
export interface EdgeArc {
  /** Column of the token that the edge ends at. */
  column: number;
  path: string;
  /** Stroke width in pixels, proportional to the edge's weight w = 2q. */
  width: number;
}

const WIDEST = 5;
const BASE = 2;

/**
 * Arcs between neighbouring response tokens. The edge from the prompt into the response has no weight and so no arc.
 */
export function edgeArcs(tokens: readonly TokenRecord[], { columns }: ColumnLayout): EdgeArc[] {
  return tokens.slice(1).flatMap(({ q }, index): EdgeArc[] => {
    const from = columns[index + 1];
    const to = columns[index + 2];
    if (!from || !to) return [];
    const middle = (from.center + to.center) / 2;
    const path = `M${from.center} ${BASE}Q${middle} ${2 * rowHeights.arcs - BASE} ${to.center} ${BASE}`;
    return [{ column: index + 2, path, width: WIDEST * q }];
  });
}

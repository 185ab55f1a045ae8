import type { Sort } from "../../../state/sweep-view.ts";
import type { Row } from "../rows.ts";

/** By a column; what has nothing there comes last, whichever way. */
export function sortedRows(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const of = ({ trial, places }: Row) => (column === "seconds" ? trial.seconds : (places[column] ?? null));
  return [...rows].sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return descending ? y - x : x - y;
  });
}

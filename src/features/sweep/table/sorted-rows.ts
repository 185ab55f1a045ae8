import type { Sort } from "../../../state/sweep-view.ts";
import type { Row } from "../rows.ts";

/** The rows sorted by a column; rows without a value come last in either direction. */
export function sortedRows(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const of = ({ trial, places }: Row) => (column === "seconds" ? trial.seconds : (places[column] ?? null));
  return [...rows].sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return descending ? y - x : x - y;
  });
}

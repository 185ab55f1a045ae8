import type { Sort } from "../../../state/sweep-view.ts";
import { sortedBy } from "../../../ui/sorted-by.ts";
import type { Row } from "../rows.ts";

/** The rows sorted by a column; rows without a value come last in either direction. */
export function sortedRows(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const of = ({ trial, places }: Row) => (column === "seconds" ? trial.seconds : (places[column] ?? null));
  return sortedBy(rows, of, descending);
}

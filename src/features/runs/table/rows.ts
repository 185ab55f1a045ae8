import { translated } from "../../../i18n/translated.ts";
import type { RunsView } from "../../../state/runs-view.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { sortedBy } from "../../../ui/sorted-by.ts";
import { columns, type Sizes } from "./columns.ts";

/** The runs that pass a filter: each word occurs in name, note, method, data or status, in upper or lower case. */
export function filterRuns(runs: readonly RunRecord[], filter: string): RunRecord[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter(({ name, note, method, dataName, status, seed }) => {
    const text = [name, note, method, dataName, status, translated(status), "seed", seed].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The runs sorted by a column; runs without a value come last, and equal ones keep their order. */
export function sortRuns(
  runs: readonly RunRecord[],
  { sort, descending }: Pick<RunsView, "sort" | "descending">,
  sizes: Sizes,
): RunRecord[] {
  const column = columns.find(({ key }) => key === sort);
  return column ? sortedBy(runs, (run) => column.value(run, sizes), descending) : [...runs];
}

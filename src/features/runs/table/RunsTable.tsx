import { Button, Checkbox, Table, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { Runs } from "../../../state/runs.ts";
import type { RunsView } from "../../../state/runs-view.ts";
import type { RunRecord } from "../../../storage/records.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import classes from "../RunsPage.module.css";
import { columns, type RunColumn } from "./columns.ts";
import { RunRow } from "./RunRow.tsx";

interface RunsTableProps {
  /** The filtered and sorted runs. */
  rows: readonly RunRecord[];
  /** Strokes of the selected runs. */
  strokes: ReadonlyMap<string, RunStroke>;
  runs: Runs;
  view: StoreApi<RunsView>;
}

/** Number of rows drawn at first: a thousand would keep the page busy for seconds. */
const PAGE = 30;

/** The table of runs with their results; clicking a column sorts by it. */
export function RunsTable({ rows, strokes, runs, view }: RunsTableProps) {
  const selected = useStore(view, (shown) => shown.selected);
  const sizes = useStore(runs.store, (state) => state.sizes);
  const [drawn, setDrawn] = useState(PAGE);
  const chosen = rows.filter(({ id }) => selected.includes(id)).length;
  const selectAll = () => {
    const shown = rows.map(({ id }) => id);
    const others = selected.filter((id) => !shown.includes(id));
    view.setState({ selected: chosen === rows.length ? others : [...others, ...shown] });
  };
  return (
    <section className={classes.tableScroller} aria-label={t("Runs")}>
      <Table highlightOnHover className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.check}>
              <Checkbox
                aria-label={t("Select all runs in the table")}
                checked={rows.length > 0 && chosen === rows.length}
                indeterminate={chosen > 0 && chosen < rows.length}
                onChange={selectAll}
              />
            </Table.Th>
            {columns.map((column) => (
              <SortHeader key={column.key} column={column} view={view} />
            ))}
            <Table.Th>
              <VisuallyHidden>{t("Actions")}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.slice(0, drawn).map((run) => (
            <RunRow
              key={run.id}
              {...{ run, runs, view }}
              size={sizes[run.id] ?? null}
              stroke={strokes.get(run.id) ?? null}
            />
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > drawn && (
        <p className={classes.more}>
          {t("{shown} of {all} runs", { shown: drawn, all: rows.length })}
          <Button size="compact-xs" variant="subtle" onClick={() => setDrawn(2 * drawn)}>
            {t("Show more")}
          </Button>
        </p>
      )}
    </section>
  );
}

interface SortHeaderProps extends Pick<RunsTableProps, "view"> {
  column: RunColumn;
}

function SortHeader({ column: { key, label, meaning, numeric }, view }: SortHeaderProps) {
  const sort = useStore(view, (shown) => shown.sort);
  const descending = useStore(view, (shown) => shown.descending);
  const sorted = sort === key;
  const Icon = descending ? IconChevronDown : IconChevronUp;
  return (
    <Table.Th
      aria-sort={sorted ? (descending ? "descending" : "ascending") : "none"}
      data-numeric={numeric || undefined}
      title={meaning && translated(meaning)}
    >
      <UnstyledButton
        className={classes.sort}
        // Numbers are sorted from the largest on, words from A.
        onClick={() => view.setState({ sort: key, descending: sorted ? !descending : numeric })}
      >
        {translated(label)}
        <Icon size={12} aria-hidden style={{ visibility: sorted ? "visible" : "hidden" }} />
      </UnstyledButton>
    </Table.Th>
  );
}

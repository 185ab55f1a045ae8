import { Box } from "@mantine/core";
import { useEffect, useReducer, useState } from "react";
import { t } from "../../i18n/i18n.ts";
import { axisNumber } from "../live-chart/axis-number.ts";
import classes from "./ChartTable.module.css";
import { thinned } from "./thinned.ts";

/** A figure, a text, or null where nothing was measured. */
export type ChartCell = number | string | null;

/** What a chart draws, as rows; the first cell of a row names it. */
export interface ChartNumbers {
  columns: readonly string[];
  rows: readonly (readonly ChartCell[])[];
}

interface ChartTableProps {
  /** The chart's name, by which its table is told from those of other charts. */
  label: string;
  /** Called only while the table is open. */
  numbers(): ChartNumbers;
  /** Tells that the numbers changed, where they change outside of React. */
  subscribe?: (listener: () => void) => () => void;
}

/** A table of more rows is no longer read. */
const MOST_ROWS = 200;

/** Milliseconds between renewals of a table whose numbers keep arriving. */
const PAUSE = 1000;

/** The numbers of a chart as a table that a person can open below it: for whoever cannot see the chart, or wants figures. */
export function ChartTable(props: ChartTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className={classes.numbers}
      data-part="details"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary aria-label={t("As a table: {label}", { label: props.label })}>{t("As a table")}</summary>
      {open && <Rows {...props} />}
    </details>
  );
}

function Rows({ label, numbers, subscribe }: ChartTableProps) {
  const [, renew] = useReducer((times: number) => times + 1, 0);
  useEffect(() => {
    let timer: number | undefined;
    const unsubscribe = subscribe?.(() => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        renew();
      }, PAUSE);
    });
    return () => {
      unsubscribe?.();
      window.clearTimeout(timer);
    };
  }, [subscribe]);
  const { columns, rows } = numbers();
  const shown = thinned(rows.length, MOST_ROWS);
  return (
    <>
      {shown.length < rows.length && (
        <p className={classes.note}>
          {t("{shown} of {all} rows, evenly spread", { shown: shown.length, all: rows.length })}
        </p>
      )}
      <Box component="section" className={classes.scroller} aria-label={t("Table: {label}", { label })} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: names may be the same.
                <th key={place} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((index) => {
              const [name = null, ...cells] = rows[index] ?? [];
              return (
                <tr key={index}>
                  <th scope="row">{textOf(name)}</th>
                  {cells.map((cell, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column.
                    <td key={place}>{textOf(cell)}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Box>
    </>
  );
}

function textOf(cell: ChartCell): string {
  if (cell === null) return "–";
  return typeof cell === "number" ? axisNumber(cell) : cell;
}

import { Button, Table } from "@mantine/core";
import { memo, useDeferredValue, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { Field } from "../../../engine/sweep/variation.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { TrialUnderWay } from "../../../state/sweep.ts";
import { OBJECTIVE_AXIS, type Sort, type SweepViews } from "../../../state/sweep-view.ts";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { isInside, type Row, type TrialAxis, valueText } from "../rows.ts";
import { sortedRows } from "./sorted-rows.ts";
import classes from "./Table.module.css";

interface TrialTableProps {
  axes: readonly TrialAxis[];
  rows: readonly Row[];
  /** Number of trials outside of the zoom. */
  unseen: number;
  /** 1 if the objective is maximised, −1 if it is minimised. */
  sign: 1 | -1;
  /** The trials that are running, by their key. */
  underWay: Readonly<Record<string, TrialUnderWay>>;
  views: SweepViews;
}

/** Number of rows shown at first: thousands of rows would slow down every live update. */
const PAGE = 30;

/** The table of trials within the brushes: running trials first, then in the order of the chosen column. */
export function TrialTable({ axes, rows, unseen, sign, underWay, views }: TrialTableProps) {
  const chosen = useStore(views.view, (view) => view.sort);
  const sort = useMemo(() => chosen ?? { column: OBJECTIVE_AXIS, descending: sign > 0 }, [chosen, sign]);
  // A moving brush is drawn first; the table follows.
  const brushes = useDeferredValue(useStore(views.view, (view) => view.brushes));
  const [shown, setShown] = useState(PAGE);
  const inside = rows.filter((row) => isInside(row, brushes));
  const ordered = sortedRows(inside, sort);
  return (
    <section aria-label={t("Trials")} className={classes.trials}>
      <div className={classes.scroller}>
        <Table className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("Trial")}</Table.Th>
              {axes.map(({ id, label }) => (
                <SortHead key={id} id={id} label={label} sort={sort} views={views} />
              ))}
              <Table.Th>{t("Ended")}</Table.Th>
              <SortHead id="seconds" label={t("Seconds")} sort={sort} views={views} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {Object.entries(underWay).map(([key, trial]) => (
              <UnderWay key={key} trial={trial} columns={axes.length + 3} />
            ))}
            {ordered.slice(0, shown).map((row) => (
              <TrialRow key={row.key} row={row} axes={axes} views={views} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <p className={classes.foot}>
        {t("{shown} of {all} trials", { shown: Math.min(shown, ordered.length), all: ordered.length })}
        {inside.length < rows.length && t("; {rows} outside of the brushes", { rows: rows.length - inside.length })}
        {unseen > 0 && t("; {unseen} outside of the zoom", { unseen })}
        {ordered.length > shown && (
          <Button size="compact-xs" variant="subtle" onClick={() => setShown(shown + 10 * PAGE)}>
            {t("Show more")}
          </Button>
        )}
      </p>
    </section>
  );
}

interface SortHeadProps extends Pick<TrialTableProps, "views"> {
  id: string;
  label: string;
  sort: Sort;
}

function SortHead({ id, label, sort, views }: SortHeadProps) {
  const on = sort.column === id;
  return (
    <Table.Th aria-sort={on ? (sort.descending ? "descending" : "ascending") : "none"}>
      <button
        type="button"
        className={classes.sort}
        onClick={() => views.view.setState({ sort: { column: id, descending: on ? !sort.descending : true } })}
      >
        {label} {on && (sort.descending ? "↓" : "↑")}
      </button>
    </Table.Th>
  );
}

interface TrialRowProps extends Pick<TrialTableProps, "axes" | "views"> {
  row: Row;
}

const TrialRow = memo(function TrialRow({ row, axes, views }: TrialRowProps) {
  const lit = useStore(views.hovered, ({ key }) => key === row.key);
  const { trial } = row;
  return (
    <Table.Tr
      data-testid="trial"
      data-lit={lit || undefined}
      className={classes.row}
      // By keyboard, focus takes the part of the pointer.
      tabIndex={0}
      onFocus={() => views.hover(row.key)}
      onBlur={() => views.hover(null)}
      onPointerEnter={() => views.hover(row.key)}
      onPointerLeave={() => views.hover(null)}
    >
      <Table.Th scope="row">
        {t("{configuration}, seed {seed}", { configuration: trial.configuration + 1, seed: String(trial.seed) })}
      </Table.Th>
      {axes.map(({ id }) => (
        <Table.Td key={id}>
          {id === OBJECTIVE_AXIS
            ? row.objective === null
              ? "–"
              : axisNumber(row.objective)
            : valueText(trial.values[id as Field])}
        </Table.Td>
      ))}
      <Table.Td
        title={trial.error ? `${translated(trial.error.what)} (${translated(trial.error.where ?? "")})` : undefined}
      >
        {trial.status === "finished"
          ? translated(endings.finished)
          : t("{ending} at step {step}", { ending: translated(endings[trial.status]), step: trial.step })}
        {trial.error && <span className={classes.error}>: {translated(trial.error.what)}</span>}
      </Table.Td>
      <Table.Td>{trial.seconds.toFixed(1)}</Table.Td>
    </Table.Tr>
  );
});

const endings = { finished: msg("finished"), stopped: msg("stopped"), failed: msg("✗ failed") };

function UnderWay({ trial: { configuration, seed, step, steps }, columns }: { trial: TrialUnderWay; columns: number }) {
  return (
    <Table.Tr data-testid="under-way">
      <Table.Td colSpan={columns}>
        <span className={classes.going}>
          {t("{configuration}, seed {seed}", {
            configuration: configuration < 0 ? t("base") : configuration + 1,
            seed: String(seed),
          })}
          <progress
            aria-label={t("Trial {configuration}, seed {seed}", {
              configuration: configuration + 1,
              seed: String(seed),
            })}
            max={steps}
            value={step}
          />{" "}
          {t("step {step} of {steps}", { step, steps })}
        </span>
      </Table.Td>
    </Table.Tr>
  );
}

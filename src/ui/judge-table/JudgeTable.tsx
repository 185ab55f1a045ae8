import { Table, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import type { RunStroke } from "../run-strokes.ts";
import type { FigureColumn, FigureOrder, FigurePlace, FigureTable } from "./figures.ts";
import { JudgeRow } from "./JudgeRow.tsx";
import classes from "./JudgeTable.module.css";
import { orderedJudges } from "./order.ts";
import { useCellKeys } from "./use-cell-keys.ts";

interface JudgeTableProps {
  label: string;
  figures: FigureTable;
  groupNames: Readonly<Record<string, string>>;
  strokes: ReadonlyMap<string, RunStroke>;
  order: FigureOrder;
  onOrder(order: FigureOrder): void;
  /** The figure that the rest of the page explains. */
  selected: FigurePlace;
  /** The function must be the same in all renders. */
  onSelect(place: FigurePlace): void;
}

/** Judges × metrics, each figure with its interval. Known values and baselines come last, for comparison. */
export function JudgeTable(props: JudgeTableProps) {
  const { label, figures, groupNames, strokes, order, onOrder, selected, onSelect } = props;
  const { metrics, cells } = figures;
  const judges = orderedJudges(figures, order);
  const walk = useCellKeys();
  const groups = groupSpans(metrics);
  // The Tab key stops at the selected cell, or at the first one if the selected cell's group is hidden.
  const stop = metrics.some(({ id }) => id === selected.metric)
    ? selected
    : { judge: judges[0]?.id, metric: metrics[0]?.id };
  return (
    <section aria-label={label} className={classes.scroller}>
      <Table className={classes.table} highlightOnHover onKeyDown={walk}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.judge} rowSpan={2} scope="col">
              {t("Judge")}
            </Table.Th>
            {groups.map(({ group, span }) => (
              <Table.Th key={group} colSpan={span} scope="colgroup" className={classes.group}>
                {translated(groupNames[group] ?? group)}
              </Table.Th>
            ))}
          </Table.Tr>
          <Table.Tr>
            {metrics.map((column) => (
              <SortHeader key={column.id} metric={column} order={order} onOrder={onOrder} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {judges.map((row, i) => (
            <JudgeRow
              key={row.id}
              judge={row}
              first={i > 0 && judges[i - 1]?.kind !== row.kind}
              metrics={metrics}
              figures={cells[row.id] ?? {}}
              stroke={strokes.get(row.id)}
              selected={row.id === selected.judge ? selected.metric : null}
              stop={row.id === stop.judge ? (stop.metric ?? null) : null}
              onSelect={onSelect}
            />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function groupSpans(metrics: readonly FigureColumn[]): { group: string; span: number }[] {
  const groups = [...new Set(metrics.map(({ group }) => group))];
  return groups.map((group) => ({ group, span: metrics.filter((metric) => metric.group === group).length }));
}

interface SortHeaderProps {
  metric: FigureColumn;
  order: FigureOrder;
  onOrder(order: FigureOrder): void;
}

const ways = { higher: "↑", lower: "↓" };

function SortHeader({ metric: { id, name, better, about }, order: { sort, descending }, onOrder }: SortHeaderProps) {
  const sorted = sort === id;
  const Icon = descending ? IconChevronDown : IconChevronUp;
  const way = better ? ` ${better === "higher" ? t("Higher is better.") : t("Lower is better.")}` : "";
  // The first click puts the best judge first, the second click the worst.
  const bestFirst = better !== "lower";
  return (
    <Table.Th
      scope="col"
      aria-sort={sorted ? (descending ? "descending" : "ascending") : "none"}
      className={classes.metric}
      title={translated(about) + way}
    >
      <UnstyledButton
        className={classes.sort}
        onClick={() => onOrder({ sort: id, descending: sorted ? !descending : bestFirst })}
      >
        <Icon size={12} aria-hidden style={{ visibility: sorted ? "visible" : "hidden" }} />
        {translated(name)}
        {better && <span aria-hidden>{ways[better]}</span>}
      </UnstyledButton>
    </Table.Th>
  );
}

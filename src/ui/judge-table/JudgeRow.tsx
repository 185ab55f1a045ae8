import { Table } from "@mantine/core";
import { memo } from "react";
import type { ReportedJudge } from "../../engine/evaluation/report.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { estimateText } from "../estimate-text.ts";
import type { RunStroke } from "../run-strokes.ts";
import { Swatch } from "../Swatch.tsx";
import type { FigureColumn, FigurePlace, TableFigure } from "./figures.ts";
import classes from "./JudgeTable.module.css";

interface JudgeRowProps {
  judge: ReportedJudge;
  /** Whether this row begins a new kind of judges. */
  first: boolean;
  metrics: readonly FigureColumn[];
  figures: Readonly<Record<string, TableFigure>>;
  stroke: RunStroke | undefined;
  /** Ids of metrics; null if the cell is in another row. */
  selected: string | null;
  stop: string | null;
  onSelect(place: FigurePlace): void;
}

export const JudgeRow = memo(function JudgeRow({
  judge,
  first,
  metrics,
  figures,
  stroke,
  selected,
  stop,
  onSelect,
}: JudgeRowProps) {
  return (
    <Table.Tr data-testid="judge" data-of={judge.id} data-kind={judge.kind} data-first={first || undefined}>
      <Table.Th scope="row" className={classes.judge}>
        <span className={classes.name}>
          {stroke && <Swatch stroke={stroke} />}
          <span>{translated(judge.name)}</span>
        </span>
      </Table.Th>
      {metrics.map((metric) => (
        <Table.Td key={metric.id} className={classes.cell}>
          <FigureButton
            judge={judge}
            metric={metric}
            figure={figures[metric.id] ?? { missing: t("It was not measured.") }}
            selected={selected === metric.id}
            stop={stop === metric.id}
            onSelect={onSelect}
          />
        </Table.Td>
      ))}
    </Table.Tr>
  );
});

interface FigureButtonProps {
  judge: ReportedJudge;
  metric: FigureColumn;
  figure: TableFigure;
  selected: boolean;
  /** Whether the Tab key stops at this cell; arrow keys lead to the others. */
  stop: boolean;
  onSelect(place: FigurePlace): void;
}

/** A cell: a figure with its interval, or the reason why it is missing; pressing it shows what is behind it. */
function FigureButton({ judge, metric, figure, selected, stop, onSelect }: FigureButtonProps) {
  const missing = "missing" in figure ? translated(figure.missing) : null;
  const [value, interval] = "estimate" in figure ? estimateText(figure.estimate, metric.unit) : ["–", ""];
  return (
    <button
      type="button"
      data-cell
      data-metric={metric.id}
      className={classes.figure}
      tabIndex={stop ? 0 : -1}
      aria-pressed={selected}
      aria-label={`${translated(judge.name)}, ${translated(metric.name)}: ${missing ? t("no figure. {missing}", { missing }) : t("{value}, interval {interval}", { value, interval })}`}
      title={missing ?? undefined}
      onClick={() => onSelect({ judge: judge.id, metric: metric.id })}
    >
      {value} {interval && <small>[{interval}]</small>}
    </button>
  );
}

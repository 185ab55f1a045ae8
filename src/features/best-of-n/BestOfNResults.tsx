import { useCallback, useMemo, useRef } from "react";
import type { BestOfNReport } from "../../engine/evaluation/best-of-n/report.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import type { BestOfNView } from "../../state/best-of-n-view.ts";
import type { Measured } from "../../state/measurement.ts";
import { ExportButtons } from "../../ui/ExportButtons.tsx";
import type { FigurePlace } from "../../ui/judge-table/figures.ts";
import { JudgeTable } from "../../ui/judge-table/JudgeTable.tsx";
import { judgeStrokes } from "../../ui/judges.ts";
import { LeftOutRecords } from "../../ui/LeftOutRecords.tsx";
import { countText } from "../../ui/numbers.ts";
import { plotsSvg } from "../../ui/plot/plots-svg.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import { Warnings } from "../../ui/Warnings.tsx";
import classes from "./BestOfNPage.module.css";
import { CurvesPanel } from "./curves/CurvesPanel.tsx";
import { curveFigures, figureGroupNames } from "./curves/figures.ts";
import { curvesCsv } from "./export/csv.ts";
import { bestOfNJson } from "./export/json.ts";
import { ProblemPanel } from "./samples/ProblemPanel.tsx";

interface BestOfNResultsProps {
  measured: Measured<"bestOfN">;
  view: BestOfNView;
  onView: (change: Partial<BestOfNView>) => void;
  /** Told when the curves cannot be written as a file. */
  onError: (error: unknown) => void;
}

/** The results: the curves, their figures, and the responses behind them. */
export default function BestOfNResults({ measured, view, onView, onError }: BestOfNResultsProps) {
  const { value, models, request } = measured;
  const { report } = value;
  const { sort, descending, device } = view;
  const palette = usePalette();
  const strokes = useMemo(() => judgeStrokes(report.judges, models, palette), [report, models, palette]);
  const figures = useMemo(() => curveFigures(report), [report]);
  const curves = useRef<HTMLDivElement>(null);

  const own = report.judges.filter(({ kind }) => kind === "model");
  const model = own.find(({ id }) => id === view.model) ?? own[0];
  const judge = report.judges.find(({ id }) => id === view.judge) ?? model;
  const gold = figures.metrics.filter(({ group }) => group === "gold");
  const metric = figures.metrics.find(({ id }) => id === view.metric) ?? gold.at(-1);
  const selected = { judge: judge?.id ?? "", metric: metric?.id ?? "" };

  // Selecting a judge that is no reward model keeps the reward model whose picks are shown.
  const select = useCallback(
    ({ judge, metric }: FigurePlace) =>
      onView({ judge, metric, ...(models.some(({ id }) => id === judge) && { model: judge }) }),
    [models, onView],
  );
  const svg = () =>
    plotsSvg({
      title: factsOf(report),
      legend: report.judges.flatMap(({ id, name }) => {
        const stroke = strokes.get(id);
        return stroke ? [{ name: translated(name), stroke }] : [];
      }),
      figures: curves.current?.querySelectorAll("figure") ?? [],
      palette,
    });
  return (
    <>
      <div className={classes.head}>
        <p className={classes.facts} data-testid="facts">
          {t("{facts} · 95 % intervals over problems", { facts: factsOf(report) })}
        </p>
        <ExportButtons
          name="best-of-n"
          csv={() => curvesCsv(report)}
          json={() => bestOfNJson(measured)}
          figure={{ svg, onError }}
        />
      </div>
      <LeftOutRecords leftOut={report.leftOut} />
      <Warnings warnings={report.warnings} />
      <div ref={curves}>
        <CurvesPanel
          {...{ report, strokes, selected, model }}
          scale={view.scale}
          onScale={(scale) => onView({ scale })}
        />
      </div>
      <JudgeTable
        label={t("Judges by N")}
        figures={figures}
        groupNames={figureGroupNames}
        strokes={strokes}
        order={{ sort, descending }}
        onOrder={onView}
        selected={selected}
        onSelect={select}
      />
      {model && (
        <ProblemPanel
          measured={value}
          model={model}
          strokes={strokes}
          {...{ view, onView }}
          setting={{ stored: request.models.stored, policy: request.policy, device }}
        />
      )}
    </>
  );
}

function factsOf({ policy, problems, samples, temperature, seed }: BestOfNReport): string {
  const count = countText(problems);
  return t("{policy} · {count} test problems · {samples} responses each · temperature {temperature} · seed {seed}", {
    policy: translated(policy),
    count,
    samples,
    temperature,
    seed: String(seed),
  });
}

import { SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import { VALUE_SYMBOLS } from "../../../engine/evaluation/known-value.ts";
import type { Evaluation, EvaluationReport, Metric, ReportedJudge } from "../../../engine/evaluation/report.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { Plot } from "../../../state/evaluate-view.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { availablePlots, plotNames } from "./available.ts";
import { EdgesPlot } from "./EdgesPlot.tsx";
import { type Move, movesOf } from "./edge-moves.ts";
import { LengthPlot } from "./LengthPlot.tsx";
import { MarginsPlot } from "./MarginsPlot.tsx";
import classes from "./Plots.module.css";
import { ReliabilityPlot } from "./ReliabilityPlot.tsx";
import { RewardsPlot } from "./RewardsPlot.tsx";
import { ValuesPlot } from "./ValuesPlot.tsx";

interface PlotPanelProps {
  evaluation: Evaluation;
  judge: ReportedJudge;
  metric: Metric;
  strokes: ReadonlyMap<string, RunStroke>;
  /** The plot that was chosen last, for another figure perhaps. */
  chosen: Plot | null;
  onChoose: (plot: Plot) => void;
}

/** The plot of a cell. */
export default function PlotPanel({ evaluation, judge, metric, strokes, chosen, onChoose }: PlotPanelProps) {
  const { trajectories, report } = evaluation;
  const moves = useMemo(
    () =>
      metric.group === "mechanism" ? movesOf(trajectories, judge, metric.id.includes("step") ? "step" : "token") : [],
    [trajectories, judge, metric],
  );
  const plots = availablePlots(metric, report.figures[judge.id], moves.length > 0);
  const plot = plots.find((each) => each === chosen) ?? plots[0];
  if (!plot)
    return (
      <p className={classes.key}>{t("There is nothing to draw for {name} here.", { name: translated(judge.name) })}</p>
    );
  return (
    <section aria-label={t("Plot")} className={classes.panel}>
      {plots.length > 1 && (
        <SegmentedControl
          className={classes.choice}
          aria-label={t("Which plot")}
          value={plot}
          onChange={(value) => onChoose(value as Plot)}
          data={plots.map((value) => ({ value, label: translated(plotNames[value]) }))}
        />
      )}
      <PlotOf plot={plot} moves={moves} report={report} judge={judge} metric={metric} strokes={strokes} />
    </section>
  );
}

interface PlotOfProps extends Pick<PlotPanelProps, "judge" | "metric" | "strokes"> {
  plot: Plot;
  report: EvaluationReport;
  moves: readonly Move[];
}

function PlotOf({ plot, report, moves, judge, metric, strokes }: PlotOfProps) {
  const { pairs, values } = report.figures[judge.id] ?? {};
  const colour = strokes.get(judge.id)?.colour ?? "currentColor";
  const name = translated(judge.name);
  const kind = report.data.values;
  // Baselines would hide the judges to be compared; a selected baseline is shown all the same.
  const compared = report.judges.filter(({ id, kind }) => kind === "model" || id === judge.id);
  const beside = { selected: judge.id, strokes };
  switch (plot) {
    case "margins":
      return pairs && <MarginsPlot name={name} colour={colour} margins={marginsOf(pairs)} />;
    case "rewards":
      return pairs && <RewardsPlot name={name} colour={colour} chosen={pairs.chosen} rejected={pairs.rejected} />;
    case "length":
      return (
        <LengthPlot
          {...beside}
          curves={compared.flatMap((each) => {
            const bins = report.figures[each.id]?.pairs?.byLength;
            return bins ? [{ judge: each, bins }] : [];
          })}
        />
      );
    case "reliability": {
      const ofPairs = metric.group !== "process";
      return (
        <ReliabilityPlot
          {...beside}
          from={ofPairs ? 0.5 : 0}
          prediction={ofPairs ? t("confidence σ(|margin|)") : t("calibrated step reward")}
          curves={compared.flatMap((each) => {
            const figures = report.figures[each.id];
            const bins = ofPairs ? figures?.pairs?.reliability : figures?.process?.reliability;
            return bins ? [{ judge: each, bins }] : [];
          })}
        />
      );
    }
    case "values":
      return values && kind && <ValuesPlot name={name} kind={kind} values={values} />;
    case "edges":
      return (
        <EdgesPlot name={name} what={judge.kind === "truth" && kind ? VALUE_SYMBOLS[kind] : "σ(r)"} moves={moves} />
      );
  }
}

function marginsOf({ chosen, rejected }: { chosen: readonly number[]; rejected: readonly number[] }): number[] {
  return chosen.map((reward, i) => reward - (rejected[i] ?? Number.NaN));
}

import { SegmentedControl } from "@mantine/core";
import type { BestOfNReport } from "../../../engine/evaluation/best-of-n/report.ts";
import type { ReportedJudge } from "../../../engine/evaluation/report.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { BestOfNView } from "../../../state/best-of-n-view.ts";
import type { FigurePlace } from "../../../ui/judge-table/figures.ts";
import { JudgeLegend } from "../../../ui/plot/JudgeLegend.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import classes from "./Curves.module.css";
import { GoldPlot } from "./GoldPlot.tsx";
import { ProxyPlot } from "./ProxyPlot.tsx";

interface CurvesPanelProps {
  report: BestOfNReport;
  strokes: ReadonlyMap<string, RunStroke>;
  selected: FigurePlace;
  /** The reward model whose proxy curve is shown beside. */
  model: ReportedJudge | undefined;
  scale: BestOfNView["scale"];
  onScale: (scale: BestOfNView["scale"]) => void;
}

/** Curves that show what choosing among more responses gains, and whether the reward that chooses gains with it. */
export function CurvesPanel({ report, strokes, selected, model, scale, onScale }: CurvesPanelProps) {
  return (
    <section aria-label={t("Curves")} className={classes.panel}>
      <div className={classes.head}>
        <SegmentedControl
          aria-label={t("Horizontal axis")}
          value={scale}
          onChange={(value) => onScale(value as BestOfNView["scale"])}
          data={[
            { value: "n", label: "N" },
            { value: "kl", label: "KL" },
          ]}
        />
        <JudgeLegend judges={report.judges} strokes={strokes} />
      </div>
      <div className={classes.plots}>
        <GoldPlot report={report} strokes={strokes} scale={scale} selected={selected} />
        {model && (
          <ProxyPlot
            name={translated(model.name)}
            points={report.curves[model.id] ?? []}
            colour={strokes.get(model.id)?.colour ?? "currentColor"}
            scale={scale}
          />
        )}
      </div>
    </section>
  );
}

import { SegmentedControl } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import { t } from "../../i18n/i18n.ts";
import type { RunsView } from "../../state/runs-view.ts";
import type { RunRecord } from "../../storage/records.ts";
import { Outline } from "../../ui/Outline.tsx";
import type { RunStroke } from "../../ui/run-strokes.ts";
import { ConfigDiff } from "./config/ConfigDiff.tsx";
import classes from "./RunsPage.module.css";

// The chart library, and the figure with its engine, are loaded when they are shown.
const MetricsPanel = lazy(async () => ({ default: (await import("./metrics/MetricsPanel.tsx")).MetricsPanel }));
const TokensPanel = lazy(async () => ({ default: (await import("./tokens/TokensPanel.tsx")).TokensPanel }));

interface SelectionPanelProps {
  runs: readonly RunRecord[];
  strokes: ReadonlyMap<string, RunStroke>;
  /** Metrics of runs that come with the playground, without their weights: those cannot judge a pair token by token. */
  recorded?: ReadonlyMap<string, StepMetrics[]>;
  view: RunsView;
  onView: (change: Partial<RunsView>) => void;
}

/** The selected runs: their metrics in one chart, their rewards for one pair, and the settings in which they differ. */
export function SelectionPanel({ runs, strokes, recorded, view, onView }: SelectionPanelProps) {
  const shown = recorded && view.view === "tokens" ? "metrics" : view.view;
  if (runs.length === 0) {
    return (
      <p className={classes.hint}>
        {t("Select a run to see its metrics; select several to lay them over each other.")}
      </p>
    );
  }
  return (
    <section aria-label={t("Selected runs")} className={classes.selection}>
      <SegmentedControl
        className={classes.views}
        aria-label={t("What to compare")}
        value={shown}
        onChange={(value) => onView({ view: value as RunsView["view"] })}
        data={[
          { value: "metrics", label: t("Metrics") },
          ...(recorded ? [] : [{ value: "tokens", label: t("Token by token") }]),
          { value: "config", label: runs.length > 1 ? t("Config differences") : t("Config") },
        ]}
      />
      <Suspense fallback={<Outline label={t("Loading…")} heights={[240]} />}>
        {shown === "metrics" && <MetricsPanel {...{ runs, strokes, view, onView }} recorded={recorded ?? null} />}
        {shown === "tokens" && <TokensPanel runs={runs} strokes={strokes} />}
      </Suspense>
      {shown === "config" && <ConfigDiff key={runs.length} runs={runs} strokes={strokes} />}
    </section>
  );
}

import { useMemo } from "react";
import { useStore } from "zustand";
import { importance } from "../../engine/sweep/analysis/importance.ts";
import { summaries } from "../../engine/sweep/analysis/summaries.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { metricName } from "../../ui/metric-name.ts";
import { fixedText, percentText } from "../../ui/numbers.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { crew, sweep } from "./session.ts";
import { fieldLabel } from "./space/fields.ts";

/** Says that the shown sweep is recorded, and what to look at. */
export function Recorded() {
  const { record, recorded } = useStore(sweep.store);
  const words = useMemo(() => (record && recorded ? whatToSee(record) : null), [record, recorded]);
  if (!record || words === null) return null;
  return (
    <RecordedBar onRunLive={() => void sweep.start(record.plan, crew())} onEmpty={sweep.clear}>
      {words}
    </RecordedBar>
  );
}

/** One sentence about a sweep that has ended: what decides its objective, and where to see it. */
function whatToSee(record: SweepRecord): string {
  const { plan, trials } = record;
  const found = summaries(record);
  const figures = found.map(({ estimate }) => estimate.value);
  const [first] = (importance(plan, found) ?? []).toSorted((a, b) => b.share - a.share);
  const [low, high] = [Math.min(...figures), Math.max(...figures)].map((value) => fixedText(value, 2)) as [
    string,
    string,
  ];
  const facts = { trials: trials.length, metric: metricName(plan.objective.metric), low, high };
  if (!first) {
    return t(
      "Every line is one of {trials} trainings with settings of its own: follow it from its settings to its {metric}. Between the settings lie {low} and {high}. Drag along an axis to keep only the lines that pass there.",
      facts,
    );
  }
  return t(
    "Every line is one of {trials} trainings with settings of its own: follow it from its settings to its {metric}. Between the settings lie {low} and {high}; of the differences {share} go with “{field}” alone. Drag along an axis to keep only the lines that pass there.",
    { ...facts, share: percentText(first.share, 0), field: translated(fieldLabel(first.field)) },
  );
}

import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { type RecordedTraining, readTraining, recordedMetrics } from "../../state/recorded-training.ts";
import { fetchRecording } from "../../state/recordings.ts";
import { lights } from "../../ui/lit/lit.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { runStrokes } from "../../ui/run-strokes.ts";
import { Swatch } from "../../ui/Swatch.tsx";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import classes from "./RunsPage.module.css";
import { SelectionPanel } from "./SelectionPanel.tsx";
import { runsView } from "./session.ts";
import { figureText } from "./texts.ts";

type Shown = { training: RecordedTraining | null; putAway: boolean };

/** This state outlives the page: a person who has emptied the page finds it empty later. */
const shown = createStore<Shown>(() => ({ training: null, putAway: false }));

/** Before the first run of one's own: runs that come with the playground, laid over each other. */
export function RecordedRuns() {
  const { training, putAway } = useStore(shown);
  const view = useStore(runsView);
  const navigate = useNavigate();
  const palette = usePalette();
  useEffect(() => {
    // Without them the page is as useful.
    if (shown.getState().training === null) {
      fetchRecording("training", readTraining).then(
        (read) => shown.setState({ training: read }),
        () => {},
      );
    }
  }, []);
  const runs = useMemo(
    () => (training?.runs ?? []).map(({ record }) => ({ ...record, name: translated(record.name) })),
    [training],
  );
  const strokes = useMemo(() => runStrokes(runs, palette), [runs, palette]);
  const metrics = useMemo(
    () => new Map((training?.runs ?? []).map((run) => [run.record.id, recordedMetrics(run)])),
    [training],
  );
  if (!training || putAway) return null;
  return (
    <>
      <RecordedBar
        liveLabel={t("Train them here")}
        onRunLive={() => void navigate({ to: "/train" })}
        onEmpty={() => shown.setState({ putAway: true })}
      >
        {t(
          "Look at the three curves over each other: these runs differ in their method alone, and every reward model that you train will be kept here with its config, metrics and weights. Choose another metric, or see in what their settings differ.",
        )}
      </RecordedBar>
      <ul className={classes.recorded} aria-label={t("Recorded runs")}>
        {runs.map(({ id, name, final, steps, pairs }) => {
          const stroke = strokes.get(id);
          return (
            <li key={id} {...lights(id)}>
              {stroke && <Swatch stroke={stroke} />} <b>{name}</b> ·{" "}
              {t("{steps} steps on {pairs} pairs · held-out accuracy {accuracy}", {
                steps,
                pairs,
                accuracy: figureText(final?.accuracy),
              })}
            </li>
          );
        })}
      </ul>
      <SelectionPanel {...{ runs, strokes, view }} recorded={metrics} onView={runsView.setState} />
    </>
  );
}

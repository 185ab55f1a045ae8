import { Box, Button, VisuallyHidden } from "@mantine/core";
import { useDeferredValue, useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { effects } from "../../engine/sweep/analysis/effects.ts";
import { importance } from "../../engine/sweep/analysis/importance.ts";
import { objectiveRange, signOf, summaries } from "../../engine/sweep/analysis/summaries.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { lookForDevice } from "../../state/device.ts";
import { inOrder, OBJECTIVE_AXIS, within } from "../../state/sweep-view.ts";
import { useAddress } from "../../state/use-address.ts";
import { Announcement } from "../../ui/Announcement.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { LeftOutRecords } from "../../ui/LeftOutRecords.tsx";
import { UnusableAddress } from "../../ui/UnusableAddress.tsx";
import { sweepAddress } from "./address.ts";
import { BestPanel } from "./BestPanel.tsx";
import { DeletedSweep } from "./DeletedSweep.tsx";
import { Failures } from "./Failures.tsx";
import { PinnedTrajectory } from "./pinned/PinnedTrajectory.tsx";
import { EffectPlot } from "./plots/EffectPlot.tsx";
import { HeatMap } from "./plots/HeatMap.tsx";
import { ImportanceList } from "./plots/ImportanceList.tsx";
import { ParallelCoordinates } from "./plots/ParallelCoordinates.tsx";
import plots from "./plots/Plots.module.css";
import { Recorded } from "./Recorded.tsx";
import { openRecording } from "./recording.ts";
import { type TrialAxis, trialRows } from "./rows.ts";
import classes from "./SweepPage.module.css";
import { draft, sweep, views } from "./session.ts";
import { brushedVariations } from "./space/brushed.ts";
import { SpacePanel } from "./space/SpacePanel.tsx";
import { Transport } from "./Transport.tsx";
import { TrialTable } from "./table/TrialTable.tsx";
import { zoomedEffect, zoomedRows } from "./zoom.ts";

/** The page of sweeps: many small runs at once, with plots that follow them. */
export function SweepPage() {
  const unusable = useAddress(sweepAddress);
  useEffect(() => void sweep.open().then(openRecording), []);
  useEffect(() => void lookForDevice(), []);
  const { record, error, announcement } = useStore(sweep.store);
  return (
    <Box className={classes.page}>
      <VisuallyHidden component="h1">{t("Sweep")}</VisuallyHidden>
      <SpacePanel />
      <UnusableAddress {...unusable} />
      <Transport record={record} />
      <DeletedSweep />
      <Recorded />
      {error && <ErrorPanel report={error} onDismiss={() => sweep.store.setState({ error: null })} />}
      {record?.material?.leftOut && <LeftOutRecords leftOut={record.material.leftOut} />}
      {record && <Failures record={record} />}
      {record && record.trials.length > 0 ? <Findings record={record} /> : <Invitation />}
      <Announcement>{translated(announcement)}</Announcement>
    </Box>
  );
}

function Invitation() {
  return (
    <p className={classes.hint}>
      {t(
        "A sweep trains the same reward model under many settings, each with several seeds, and shows which settings matter. Choose what varies above; everything else is the same in every trial. Trials run in workers of their own, end one by one below, and are kept: after a reload the sweep goes on.",
      )}
    </p>
  );
}

const NONE_YET: ReturnType<typeof summaries> = [];

function Findings({ record }: { record: SweepRecord }) {
  const whole = useMemo(() => trialRows(record), [record]);
  const zoom = useStore(views.view, (view) => view.zoom);
  const { axes: all, rows, range } = useMemo(() => zoomedRows(whole, zoom), [whole, zoom]);
  const order = useStore(views.view, (view) => view.order);
  const axes = useMemo(() => {
    const ids = inOrder(
      all.map(({ id }) => id),
      order,
    );
    return ids.map((id) => all.find((axis) => axis.id === id) as TrialAxis);
  }, [all, order]);
  const found = useMemo(() => summaries(record), [record]);
  const everyEffect = useMemo(
    () => effects(record.plan, found, objectiveRange(record.plan.objective)),
    [record.plan, found],
  );
  const shownEffects = useMemo(() => everyEffect.map((effect) => zoomedEffect(effect, zoom)), [everyEffect, zoom]);
  // A forest over thousands of trials takes a while, so everything else is drawn first.
  const settled = useDeferredValue(found, NONE_YET);
  const shares = useMemo(() => importance(record.plan, settled), [record.plan, settled]);
  const objective = all.find(({ id }) => id === OBJECTIVE_AXIS) as TrialAxis;
  const sign = signOf(record.plan.objective);
  const axisOf = (id: string) => all.find((axis) => axis.id === id) as TrialAxis;
  const underWay = useStore(sweep.store, (state) => state.underWay);
  const unseen = whole.rows.length - rows.length;
  const table = <TrialTable {...{ axes, rows, unseen, sign, underWay, views }} />;
  if (whole.rows.every((row) => row.objective === null)) return table;
  return (
    <>
      <ParallelCoordinates {...{ axes, rows, sign, views }} />
      {record.material?.pinned && <PinnedTrajectory pinned={record.material.pinned} {...{ rows, sign, views }} />}
      <Regions record={record} />
      <div className={classes.columns}>
        {everyEffect.length > 1 && <HeatMap {...{ axes, rows, objective, views }} />}
        <section aria-label={t("Objective by field")} className={plots.effects}>
          {shownEffects.map((effect) => (
            <EffectPlot
              key={effect.field}
              effect={effect}
              axis={axisOf(effect.field)}
              objective={objective}
              range={range}
              rows={rows}
              views={views}
            />
          ))}
        </section>
        <div className={classes.words}>
          <BestPanel record={record} />
          <ImportanceList importance={shares} />
        </div>
      </div>
      {table}
    </>
  );
}

/** The actions on a brushed or zoomed region. */
function Regions({ record }: { record: SweepRecord }) {
  const brushed = useStore(views.view, (view) => Object.keys(view.brushes).length > 0);
  const zoomed = useStore(views.view, (view) => Object.keys(view.zoom).length > 0);
  if (!brushed && !zoomed) return null;
  const search = () => {
    const { zoom, brushes } = views.view.getState();
    draft.setState({ vary: brushedVariations(record.plan.vary, within(zoom, brushes)) });
  };
  return (
    <div className={classes.buttons}>
      {brushed && (
        <>
          <Button variant="default" onClick={() => views.view.setState({ brushes: {} })}>
            {t("Clear brushes")}
          </Button>
          <Button variant="default" title={t("Every plot ends where the brushes do")} onClick={views.zoomIn}>
            {t("Zoom in")}
          </Button>
        </>
      )}
      {zoomed && (
        <Button
          variant="default"
          title={t("The region that is shown now becomes the brushed region")}
          onClick={views.zoomOut}
        >
          {t("Zoom out")}
        </Button>
      )}
      <Button
        variant="default"
        title={t("Narrows the space above to this region; Start sweep launches trials there")}
        onClick={search}
      >
        {brushed ? t("Search the brushed region") : t("Search the zoomed region")}
      </Button>
    </div>
  );
}

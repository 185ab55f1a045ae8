import { Button, FileButton, Select } from "@mantine/core";
import { IconFileImport, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { useStore } from "zustand";
import { parseJson } from "../../engine/checkpoint/json.ts";
import { csvText } from "../../engine/csv.ts";
import { PlaygroundError, reportOf } from "../../engine/errors.ts";
import { calibrationText } from "../../engine/sweep/calibrate.ts";
import { trialTable } from "../../engine/sweep/export.ts";
import { readSweep, type SweepRecord, sweepFile } from "../../engine/sweep/record.ts";
import { readResults } from "../../engine/sweep/results.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { remaining, secondsFor, trialsPlanned } from "../../state/sweep.ts";
import { ExportButtons } from "../../ui/ExportButtons.tsx";
import { durationText } from "../../ui/numbers.ts";
import { sweepName } from "./rows.ts";
import classes from "./SweepPage.module.css";
import { crew, sweep, workersAtMost } from "./session.ts";

const MORE = 24;

/** The progress of the shown sweep, with buttons to pause, resume, add trials, choose another sweep, and export. */
export function Transport({ record }: { record: SweepRecord | null }) {
  const { phase, kept, id, recorded, calibration } = useStore(sweep.store);
  const arrangement = calibration
    ? translated(calibrationText(calibration))
    : t("finding out on a few steps how trials are soonest done here …");
  return (
    <div className={classes.transport}>
      {record && <Progress record={record} />}
      {phase === "running" && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={14} aria-hidden />}
          title={t("No trial begins any more; those under way end first")}
          onClick={sweep.pause}
        >
          {t("Pause")}
        </Button>
      )}
      {phase !== "idle" && <span className={classes.note}>{arrangement}</span>}
      {phase === "pausing" && <span className={classes.note}>{t("Pausing: trials under way end first …")}</span>}
      {record && phase === "idle" && record.trials.length < trialsPlanned(record) && (
        <Button leftSection={<IconPlayerPlay size={14} aria-hidden />} onClick={() => void sweep.resume(crew())}>
          {t("Resume")}
        </Button>
      )}
      {record && !recorded && phase === "idle" && record.plan.sampler !== "grid" && !record.plan.listed && (
        <Button variant="default" onClick={() => void sweep.add(MORE, crew())}>
          {t("{more} more trials", { more: MORE })}
        </Button>
      )}
      {record && (
        <ExportButtons
          name="sweep"
          csv={() => {
            const { header, rows } = trialTable(record);
            return csvText([header, ...rows]);
          }}
          json={() => `${JSON.stringify(sweepFile(record))}\n`}
        />
      )}
      <FileButton accept="application/json,.json,text/csv,.csv" onChange={(file) => file && void takeFile(file)}>
        {(props) => (
          <Button
            {...props}
            variant="subtle"
            size="compact-xs"
            disabled={phase !== "idle"}
            leftSection={<IconFileImport size={13} aria-hidden />}
            title={t("A sweep.json of the command line, or a space; Optuna's or W&B's table, with its space in sight")}
          >
            {t("Open file")}
          </Button>
        )}
      </FileButton>
      {record && !recorded && (
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={phase !== "idle"}
          leftSection={<IconTrash size={13} aria-hidden />}
          title={t("Deletes the sweep in sight; it can be undone")}
          onClick={() => void sweep.remove()}
        >
          {t("Delete")}
        </Button>
      )}
      {kept.length > 1 && (
        <Select
          w={215}
          aria-label={t("Sweep in sight")}
          disabled={phase !== "idle"}
          allowDeselect={false}
          value={id}
          data={kept.map((value) => ({ value, label: sweepName(value) }))}
          onChange={(next) => next && void sweep.show(next)}
        />
      )}
    </div>
  );
}

function Progress({ record }: { record: SweepRecord }) {
  const planned = useMemo(() => trialsPlanned(record), [record]);
  const seconds = useMemo(() => secondsFor(remaining(record), record, workersAtMost()), [record]);
  const failed = record.trials.filter(({ status }) => status === "failed").length;
  const stopped = record.trials.filter(({ status }) => status === "stopped").length;
  return (
    <span className={classes.progress} data-testid="progress">
      <progress aria-label={t("Trials ended")} max={planned} value={record.trials.length} />{" "}
      {t("{ended} of {planned} trials", { ended: record.trials.length, planned })}
      {failed > 0 && t(", {failed} failed", { failed })}
      {stopped > 0 && t(", {stopped} stopped", { stopped })}
      {seconds !== null && seconds > 0 && t(", about {seconds} left", { seconds: durationText(seconds) })}
    </span>
  );
}

async function sweepOf(file: File): Promise<SweepRecord> {
  return readSweep(parseJson(new Uint8Array(await file.arrayBuffer()), file.name), file.name);
}

/** @throws PlaygroundError if no sweep is shown whose space the table can belong to */
async function resultsOf(file: File): Promise<SweepRecord> {
  const { record } = sweep.store.getState();
  if (record) return readResults(await file.text(), record.plan, file.name);
  throw new PlaygroundError({
    what: "The table does not say which settings its runs had in common",
    where: file.name,
    expected: "the space that was searched, in sight",
    found: "no sweep",
    fix: "Open sweeps/space.json of the pack first.",
  });
}

async function takeFile(file: File): Promise<void> {
  try {
    await sweep.take(file.name.endsWith(".csv") ? await resultsOf(file) : await sweepOf(file));
  } catch (error) {
    sweep.store.setState({ error: reportOf(error) });
  }
}

import { Alert, Box, VisuallyHidden } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import { lookForDevice } from "../../state/device.ts";
import { runsAddress } from "../../state/runs-view.ts";
import { useViewAddress } from "../../state/use-address.ts";
import { Announcement } from "../../ui/Announcement.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { fileDrop } from "../../ui/file-drop.ts";
import { MendedNotice } from "../../ui/MendedNotice.tsx";
import { runStrokes } from "../../ui/run-strokes.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import { UnusableAddress } from "../../ui/UnusableAddress.tsx";
import { DeletedRuns } from "./DeletedRuns.tsx";
import { EmptyRuns } from "./EmptyRuns.tsx";
import { RecordedRuns } from "./RecordedRuns.tsx";
import classes from "./RunsPage.module.css";
import { SelectionPanel } from "./SelectionPanel.tsx";
import { runs, runsView } from "./session.ts";
import { Toolbar } from "./Toolbar.tsx";
import { RunsTable } from "./table/RunsTable.tsx";
import { filterRuns, sortRuns } from "./table/rows.ts";

const NONE: [] = [];

/** The page of this browser's runs: find, name, compare, export. */
export function RunsPage() {
  const unusable = useViewAddress(runsView, runsAddress);
  useEffect(() => runs.open(), []);
  useEffect(() => void lookForDevice(), []);
  const { runs: all, sizes, deleted, busy, mended, error, announcement } = useStore(runs.store);
  const view = useStore(runsView);
  const { filter, sort, descending, selected } = view;
  const palette = usePalette();

  const rows = useMemo(
    () => sortRuns(filterRuns(all ?? NONE, filter), { sort, descending }, sizes),
    [all, filter, sort, descending, sizes],
  );
  const chosen = useMemo(
    () => selected.map((id) => rows.find((run) => run.id === id)).filter((run) => run !== undefined),
    [selected, rows],
  );
  const strokes = useMemo(() => runStrokes(chosen, palette), [chosen, palette]);

  return (
    <Box className={classes.page} {...drop}>
      <VisuallyHidden component="h1">{t("Runs")}</VisuallyHidden>
      <StorageNote />
      <MendedNotice
        mended={mended}
        names={[msg("run or policy"), msg("runs and policies")]}
        onDismiss={() => runs.store.setState({ mended: null })}
      />
      <UnusableAddress {...unusable} />
      {error && <ErrorPanel report={error} onDismiss={() => runs.store.setState({ error: null })} />}
      {all !== null && (
        <>
          {all.length > 0 && <Toolbar all={all.length} shown={rows.length} selected={chosen} />}
          <DeletedRuns
            {...{ deleted, sizes }}
            onRestore={(ids) => void runs.restore(ids)}
            onErase={(ids) => void runs.erase(ids)}
          />
          {all.length === 0 ? (
            <>
              <RecordedRuns />
              <EmptyRuns disabled={busy !== null} onFiles={(files) => void runs.importFiles(files)} />
            </>
          ) : (
            <>
              <RunsTable {...{ rows, strokes, runs }} view={runsView} />
              {rows.length === 0 && <p className={classes.hint}>{t("No run has all these words.")}</p>}
              <SelectionPanel runs={chosen} {...{ strokes, view }} onView={runsView.setState} />
            </>
          )}
        </>
      )}
      <Announcement>{translated(announcement)}</Announcement>
    </Box>
  );
}

/** A note, shown before anything is lost, that this browser stores nothing. */
function StorageNote() {
  const memory = useStore(runs.store, ({ room }) => room?.kind === "memory");
  if (!memory) return null;
  return (
    <Alert variant="light" color="yellow" p="xs" icon={<IconInfoCircle size={18} aria-hidden />}>
      {t(
        "This browser keeps nothing for this site: a private window, blocked site data, or records of a newer playground, which are left alone. Runs last until the page is closed or reloaded. Export what you want to keep.",
      )}
    </Alert>
  );
}

const drop = fileDrop(({ files }) => void runs.importFiles([...files]));

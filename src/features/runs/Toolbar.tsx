import { Button, CloseButton, TextInput } from "@mantine/core";
import { IconDownload, IconPlayerPlay, IconSearch, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { isResumable, storedTraining } from "../../state/stored-training.ts";
import type { RunRecord } from "../../storage/records.ts";
import { saveFile } from "../../ui/download.ts";
import { ImportButton } from "./ImportButton.tsx";
import classes from "./RunsPage.module.css";
import { StorageLine } from "./StorageLine.tsx";
import { runs, runsView } from "./session.ts";

interface ToolbarProps {
  all: number;
  /** Number of runs that pass the filter. */
  shown: number;
  selected: readonly RunRecord[];
}

/** Search, import, and the actions on the selected runs. */
export function Toolbar({ all, shown, selected }: ToolbarProps) {
  const filter = useStore(runsView, (view) => view.filter);
  const busy = useStore(runs.store, (state) => state.busy);
  const room = useStore(runs.store, (state) => state.room);
  const ids = selected.map(({ id }) => id);
  const resumable = selected.length > 1 && selected.every(isResumable) && storedTraining(selected) !== null;
  const underWay = selected.some(({ status }) => status === "running" || status === "paused");
  return (
    <div className={classes.toolbar}>
      <TextInput
        className={classes.filter}
        aria-label={t("Filter runs")}
        placeholder={t("Filter: name, note, method, data, status")}
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
        rightSection={
          filter && (
            <CloseButton
              size="xs"
              aria-label={t("Clear the filter")}
              onClick={() => runsView.setState({ filter: "" })}
            />
          )
        }
        value={filter}
        onChange={(event) => runsView.setState({ filter: event.currentTarget.value })}
      />
      <ImportButton disabled={busy !== null} onFiles={(files) => void runs.importFiles(files)} />
      {ids.length > 0 && (
        <>
          {resumable && (
            <Button
              variant="default"
              leftSection={<IconPlayerPlay size={14} stroke={1.5} aria-hidden />}
              renderRoot={(props) => <Link to="/train" search={{ run: ids.join() }} {...props} />}
              title={t("Side by side on the same batches")}
            >
              {t("Resume {count}", { count: ids.length })}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}
            disabled={busy !== null}
            onClick={() => void runs.exportRuns(ids, saveFile)}
          >
            {t("Export {count}", { count: ids.length })}
          </Button>
          <Button
            variant="default"
            leftSection={<IconTrash size={14} stroke={1.5} aria-hidden />}
            disabled={underWay}
            title={underWay ? t("One of them is in training: stop it first") : t("Can be undone")}
            onClick={() => void runs.remove(ids)}
          >
            {t("Delete {count}", { count: ids.length })}
          </Button>
        </>
      )}
      <span className={classes.facts}>
        {busy ? (
          translated(busy)
        ) : (
          <>
            <span>
              {shown === all
                ? t("{all, plural, one {# run} other {# runs}}", { all })
                : t("{shown} of {all} runs", { shown, all })}
            </span>
            <StorageLine room={room} />
          </>
        )}
      </span>
    </div>
  );
}

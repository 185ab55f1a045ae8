import { Button, CloseButton, TextInput } from "@mantine/core";
import { IconDownload, IconPlayerPlay, IconSearch, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { isResumable, storedTraining } from "../../state/stored-training.ts";
import type { RunRecord } from "../../storage/records.ts";
import { download } from "../../ui/download.ts";
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
  const ids = selected.map(({ id }) => id);
  const resumable = selected.length > 1 && selected.every(isResumable) && storedTraining(selected) !== null;
  const underWay = selected.some(({ status }) => status === "running" || status === "paused");
  return (
    <div className={classes.toolbar}>
      <TextInput
        className={classes.filter}
        aria-label="Filter runs"
        placeholder="Filter: name, note, method, data, status"
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
        rightSection={
          filter && (
            <CloseButton size="xs" aria-label="Clear the filter" onClick={() => runsView.setState({ filter: "" })} />
          )
        }
        value={filter}
        onChange={(event) => runsView.setState({ filter: event.currentTarget.value })}
      />
      <ImportButton />
      {ids.length > 0 && (
        <>
          {resumable && (
            <Button
              variant="default"
              leftSection={<IconPlayerPlay size={14} stroke={1.5} aria-hidden />}
              renderRoot={(props) => <Link to="/train" search={{ run: ids.join() }} {...props} />}
              title="Side by side on the same batches"
            >
              Resume {ids.length}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}
            disabled={busy !== null}
            onClick={() => void runs.exportRuns(ids, download)}
          >
            Export {ids.length}
          </Button>
          <Button
            variant="default"
            leftSection={<IconTrash size={14} stroke={1.5} aria-hidden />}
            disabled={underWay}
            title={underWay ? "One of them is in training: stop it first" : "Can be undone"}
            onClick={() => void runs.remove(ids)}
          >
            Delete {ids.length}
          </Button>
        </>
      )}
      <span className={classes.facts}>
        {busy ?? (
          <>
            <span>{shown === all ? `${all} ${all === 1 ? "run" : "runs"}` : `${shown} of ${all} runs`}</span>
            <StorageLine />
          </>
        )}
      </span>
    </div>
  );
}

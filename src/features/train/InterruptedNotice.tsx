import { Alert, Button, Group } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { listed, t } from "../../i18n/i18n.ts";
import { brokenOff, storedTraining } from "../../state/stored-training.ts";
import type { RunRecord } from "../../storage/records.ts";
import { runStore } from "../../storage/run-store.ts";
import { resumeStored } from "./resume-stored.ts";
import { train } from "./session.ts";
import classes from "./TrainPage.module.css";

/** When the trainings began that the person does not want to continue. Outlives the page. */
const declined = createStore<{ starts: readonly number[] }>(() => ({ starts: [] }));

/** Offers to continue a training that an earlier visit, or another tab, left unfinished; after it, the next one. */
export function InterruptedNotice() {
  const untouched = useStore(
    train.store,
    ({ phase, lanes, recorded }) => recorded || (phase === "idle" && lanes.length === 0),
  );
  const starts = useStore(declined, (state) => state.starts);
  const [offered, setOffered] = useState<readonly RunRecord[][]>([]);
  useEffect(() => {
    const leaving = new AbortController();
    void runStore.markInterrupted(leaving.signal);
    const stop = runStore.watch((all) => setOffered(brokenOff(all)));
    return () => {
      leaving.abort();
      stop();
    };
  }, []);
  const runs = offered.find(
    ([run, ...others]) => run && !starts.includes(run.createdAt) && storedTraining([run, ...others]),
  );
  const [first] = runs ?? [];
  if (!untouched || !runs || !first) return null;
  return (
    <Alert role="status" color="blue" variant="light" p="xs" data-testid="interrupted">
      <Group gap="xs" className={classes.notice}>
        <span>
          {t("A training broke off at step {step} of {steps} when its page went away: {value}.", {
            step: first.step,
            steps: first.steps,
            value: listed(
              runs.map(({ name }) => name),
              ";",
            ),
          })}
        </span>
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          onClick={() => void resumeStored(runs.map(({ id }) => id))}
        >
          {t("Resume")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          title={t("It stays on the Runs page and can be resumed from there")}
          onClick={() => declined.setState({ starts: [...starts, first.createdAt] })}
        >
          {t("Not now")}
        </Button>
      </Group>
    </Alert>
  );
}

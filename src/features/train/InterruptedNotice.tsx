import { Alert, Button, Group } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { t } from "../../i18n/i18n.ts";
import { lastInterrupted, storedTraining } from "../../state/stored-training.ts";
import type { RunRecord } from "../../storage/records.ts";
import { runStore } from "../../storage/run-store.ts";
import { resumeStored } from "./resume-stored.ts";
import { train } from "./session.ts";
import classes from "./TrainPage.module.css";

/** When the training began that the person does not want to continue. Outlives the page. */
const declined = createStore<{ createdAt: number | null }>(() => ({ createdAt: null }));

/** Offers to continue the training that the last visit left unfinished. */
export function InterruptedNotice() {
  const untouched = useStore(
    train.store,
    ({ phase, lanes, recorded }) => recorded || (phase === "idle" && lanes.length === 0),
  );
  const declinedAt = useStore(declined, ({ createdAt }) => createdAt);
  const [runs, setRuns] = useState<readonly RunRecord[]>([]);
  useEffect(() => {
    const leaving = new AbortController();
    void runStore.markInterrupted(leaving.signal);
    const stop = runStore.watch((all) => setRuns(lastInterrupted(all)));
    return () => {
      leaving.abort();
      stop();
    };
  }, []);
  const [first] = runs;
  if (!untouched || !first || first.createdAt === declinedAt || !storedTraining(runs)) return null;
  return (
    <Alert role="status" color="blue" variant="light" p="xs" data-testid="interrupted">
      <Group gap="xs" className={classes.notice}>
        <span>
          {t("A training broke off at step {step} of {steps} when its page went away: {value}.", {
            step: first.step,
            steps: first.steps,
            value: runs.map(({ name }) => name).join("; "),
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
          onClick={() => declined.setState({ createdAt: first.createdAt })}
        >
          {t("Not now")}
        </Button>
      </Group>
    </Alert>
  );
}

import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerSkipForward, IconPlayerStop } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { TrainPhase } from "../../../state/train-state.ts";
import { train } from "../session.ts";
import { Scrubber } from "./Scrubber.tsx";
import { TrainingProgress } from "./TrainingProgress.tsx";
import classes from "./Transport.module.css";

/** Label, icon and action of the first button in each phase. */
const mains: Record<TrainPhase, { label: string; icon: ReactNode; act(): void } | null> = {
  idle: { label: msg("Start"), icon: <IconPlayerPlay size={15} aria-hidden />, act: () => void train.start() },
  preparing: { label: msg("Pause"), icon: <IconPlayerPause size={15} aria-hidden />, act: train.pause },
  running: { label: msg("Pause"), icon: <IconPlayerPause size={15} aria-hidden />, act: train.pause },
  pausing: { label: msg("Resume"), icon: <IconPlayerPlay size={15} aria-hidden />, act: train.resume },
  paused: { label: msg("Resume"), icon: <IconPlayerPlay size={15} aria-hidden />, act: train.resume },
  stopping: null,
  ended: { label: msg("Start"), icon: <IconPlayerPlay size={15} aria-hidden />, act: () => void train.start() },
};

/**
 * The buttons Start, Pause, Resume, Step and Stop, always in the same places, and the slider through the steps of the
 * training.
 */
export function Transport() {
  const phase = useStore(train.store, (state) => state.phase);
  const opening = useStore(train.store, (state) => state.opening);
  const main = mains[phase];
  const underWay = ["preparing", "running", "pausing", "paused"].includes(phase);
  return (
    <section aria-label={t("Training")} data-part="controls" className={classes.transport}>
      <div className={classes.buttons}>
        <Button
          size="sm"
          className={classes.main}
          disabled={main === null}
          leftSection={main?.icon ?? <IconPlayerPlay size={15} aria-hidden />}
          onClick={main?.act}
        >
          {main ? translated(main.label) : t("Stopping")}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={phase === "stopping" || (opening && !underWay)}
          leftSection={<IconPlayerSkipForward size={15} aria-hidden />}
          title={t("One step of every run, then wait")}
          onClick={train.step}
        >
          {t("Step")}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={!underWay}
          leftSection={<IconPlayerStop size={15} aria-hidden />}
          onClick={train.stop}
        >
          {t("Stop")}
        </Button>
      </div>
      <Scrubber />
      <TrainingProgress />
    </section>
  );
}

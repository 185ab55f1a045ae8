import { Button } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import type { Measurement, MeasurementKind, MeasurementState } from "../state/measurement.ts";
import { Announcement } from "./Announcement.tsx";
import classes from "./MeasurementBar.module.css";
import { countText, durationText } from "./numbers.ts";

interface MeasurementBarProps<K extends MeasurementKind> {
  measurement: Measurement<K>;
  /** Label of the button that starts the measurement. */
  label: string;
  disabled: boolean;
  onStart(): void;
}

/** Starts and cancels a measurement and shows its progress. The buttons never change places. */
export function MeasurementBar<K extends MeasurementKind>(props: MeasurementBarProps<K>) {
  const { measurement, label, disabled, onStart } = props;
  const state = useStore(measurement.store);
  const underWay = state.status === "running" || state.status === "stopping";
  return (
    <div className={classes.bar}>
      <Button
        size="sm"
        disabled={disabled || underWay}
        leftSection={<IconPlayerPlay size={15} aria-hidden />}
        onClick={onStart}
      >
        {label}
      </Button>
      <Button
        size="sm"
        variant="default"
        disabled={state.status !== "running"}
        leftSection={<IconPlayerStop size={15} aria-hidden />}
        onClick={measurement.cancel}
      >
        {t("Cancel")}
      </Button>
      <p className={classes.progress} data-testid="progress">
        {underWay && state.progress && (
          <progress
            max={state.progress.of}
            value={state.progress.done}
            aria-label={t("{label}: progress", { label })}
          />
        )}{" "}
        {words(state, label)}
      </p>
      <Announcement>{state.announcement}</Announcement>
    </div>
  );
}

function words<K extends MeasurementKind>({ status, progress }: MeasurementState<K>, label: string): string {
  const place = progress && t("{done} of {of}", { done: countText(progress.done), of: countText(progress.of) });
  switch (status) {
    case "idle":
      return "";
    case "stopping":
      return t("cancelling…");
    case "cancelled":
      return place
        ? t("cancelled at {place}; what has been found out is kept: {label} goes on from there", { place, label })
        : t("cancelled; what has been found out is kept: {label} goes on from there", { label });
    case "running": {
      if (!progress) return t("starting…");
      const { doing, secondsLeft } = progress;
      const left = secondsLeft === null ? "" : ` · ${t("{duration} left", { duration: durationText(secondsLeft) })}`;
      return `${translated(doing)} · ${place}${left}`;
    }
  }
}

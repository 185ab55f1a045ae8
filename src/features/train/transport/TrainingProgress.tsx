import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { TrainState } from "../../../state/train-state.ts";
import { durationText, rateText } from "../../../ui/numbers.ts";
import { train } from "../session.ts";
import classes from "./Transport.module.css";

const phaseWords: Record<TrainState["phase"], string> = {
  idle: msg("ready"),
  preparing: msg("preparing"),
  running: msg("training"),
  pausing: msg("pausing: finishing the step"),
  paused: msg("paused"),
  stopping: msg("stopping: keeping what there is"),
  ended: msg("ended"),
};

/** The stages before the first step, and their units. */
const stages = {
  adapting: { name: msg("adapting the generator"), unit: msg("steps") },
  weighing: { name: msg("generation probabilities"), unit: msg("pairs") },
};

/** The state, speed and remaining time of the training. Updated without a render. */
export function TrainingProgress() {
  const phase = useStore(train.store, (state) => state.phase);
  const prepared = useStore(train.store, (state) => state.prepared);
  const opening = useStore(train.store, (state) => state.opening);
  const speed = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const update = () => {
      if (speed.current) speed.current.textContent = speedText();
    };
    update();
    const stops = [train.pulse, train.store].map((store) => store.subscribe(update));
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  return (
    <p className={classes.progress} data-testid="progress">
      <b>{opening ? t("reading the data") : translated(phaseWords[phase])}</b>
      {prepared && (
        <span>
          {" "}
          · {translated(stages[prepared.stage].name)} {prepared.done} / {prepared.of}{" "}
          {translated(stages[prepared.stage].unit)}{" "}
          <progress max={prepared.of} value={prepared.done} aria-label={translated(stages[prepared.stage].name)} />{" "}
          {prepared.secondsLeft !== null &&
            t("{secondsLeft} left", { secondsLeft: durationText(prepared.secondsLeft) })}
        </span>
      )}
      <span ref={speed} />
    </p>
  );
}

function speedText(): string {
  const { lanes, phase, workers } = train.store.getState();
  const { secondsLeft } = train.pulse.getState();
  const speeds = lanes.flatMap(({ id }) => train.record().track(id).curves.values.tokens_per_second?.at(-1) ?? []);
  const mean = speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
  const pace = speeds.length > 0 ? ` · ${t("{mean} tokens/s", { mean: rateText(mean) })}` : "";
  const left =
    phase === "running" && secondsLeft !== null
      ? ` · ${t("{secondsLeft} left", { secondsLeft: durationText(secondsLeft) })}`
      : "";
  const beside = phase === "running" && workers > 0 ? ` · ${t("{workers} workers at the same time", { workers })}` : "";
  return pace + left + beside;
}

import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { TrainState } from "../../../state/train-state.ts";
import { countText, durationText } from "../../../ui/numbers.ts";
import { train } from "../session.ts";
import classes from "./Transport.module.css";

const phaseWords: Record<TrainState["phase"], string> = {
  idle: "ready",
  preparing: "preparing",
  running: "training",
  pausing: "pausing: finishing the step",
  paused: "paused",
  stopping: "stopping: keeping what there is",
  ended: "ended",
};

/** The stages before the first step, and their units. */
const stages = {
  adapting: { name: "adapting the generator", unit: "steps" },
  weighing: { name: "generation probabilities", unit: "pairs" },
};

/** The state, speed and remaining time of the training. Updated without a render. */
export function Progress() {
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
      <b>{opening ? "reading the data" : phaseWords[phase]}</b>
      {prepared && (
        <span>
          {" "}
          · {stages[prepared.stage].name} {prepared.done} / {prepared.of} {stages[prepared.stage].unit}{" "}
          <progress max={prepared.of} value={prepared.done} aria-label={stages[prepared.stage].name} />
          {prepared.secondsLeft !== null && ` ${durationText(prepared.secondsLeft)} left`}
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
  const pace = speeds.length > 0 ? ` · ${countText(Math.round(mean))} tokens/s` : "";
  const left = phase === "running" && secondsLeft !== null ? ` · ${durationText(secondsLeft)} left` : "";
  const beside = phase === "running" && workers > 0 ? ` · ${workers} workers at the same time` : "";
  return pace + left + beside;
}

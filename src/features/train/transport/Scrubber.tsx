import { ActionIcon, Button } from "@mantine/core";
import { IconMovie, IconPlayerPause } from "@tabler/icons-react";
import { type ChangeEvent, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { play } from "../../../state/train-view.ts";
import { useSteps } from "../../../state/use-steps.ts";
import { train } from "../session.ts";
import { showStep } from "../show-step.ts";
import classes from "./Transport.module.css";

/**
 * A slider over the steps of the training: trajectories, signals and charts show the step under the thumb. Updated
 * without a render.
 */
export function Scrubber() {
  const slider = useRef<HTMLInputElement>(null);
  const reading = useRef<HTMLOutputElement>(null);
  const playing = useStore(train.view, (state) => state.playing);
  const following = useStore(train.view, (state) => state.step === null);

  useEffect(() => {
    const update = () => {
      const input = slider.current;
      if (!input) return;
      const last = train.record().lastStep;
      const { lanes, settings } = train.store.getState();
      const planned = Math.max(last, lanes[0]?.steps ?? settings.config.steps);
      const step = Math.min(train.view.getState().step ?? last, last);
      input.max = String(planned);
      input.value = String(step);
      input.disabled = last === 0;
      input.style.setProperty("--done", `${(100 * last) / planned}%`);
      input.setAttribute("aria-valuetext", t("step {step} of {planned}", { step, planned }));
      if (reading.current) reading.current.textContent = t("step {step} / {planned}", { step, planned });
    };
    update();
    const stops = [train.pulse, train.view, train.store].map((store) => store.subscribe(update));
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  useSteps((by) => {
    const at = train.view.getState().step ?? train.record().lastStep;
    const steps = recordedSteps();
    const next = by > 0 ? steps.find((step) => step > at) : steps.findLast((step) => step < at);
    if (next !== undefined) showStep(next);
  });

  return (
    <div className={classes.scrubber}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={playing ? t("Pause the playback") : t("Play the training back")}
        title={playing ? t("Pause the playback") : t("Play the training back")}
        onClick={() => (playing ? train.view.setState({ playing: false }) : play(train.view, recordedSteps()))}
      >
        {playing ? <IconPlayerPause size={15} aria-hidden /> : <IconMovie size={16} aria-hidden />}
      </ActionIcon>
      <input
        ref={slider}
        type="range"
        min={0}
        step={1}
        className={classes.range}
        aria-label={t("Step of the training that is shown")}
        onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) => showStep(Number(currentTarget.value))}
      />
      <output ref={reading} aria-live="off" className={classes.reading} />
      <Button
        size="compact-xs"
        variant={following ? "default" : "light"}
        aria-pressed={following}
        title={t("Show the newest step as it arrives")}
        onClick={() => train.view.setState({ step: null, playing: false })}
      >
        {t("Follow")}
      </Button>
    </div>
  );
}

/** The steps that can be played: those at which the shown pair was recorded. */
function recordedSteps(): number[] {
  const { pins, shownPin } = train.store.getState();
  return train.record().recordedSteps(pins[shownPin] ?? 0);
}

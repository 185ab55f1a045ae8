import { useStore } from "zustand";
import type { AlignmentStage } from "../../../flows/align/plan.ts";
import type { AlignPhase } from "../../../state/align.ts";
import { durationText } from "../../../ui/numbers.ts";
import { align, alignEngine } from "../session.ts";
import classes from "./Transport.module.css";

const phaseWords: Record<AlignPhase, string> = {
  idle: "ready",
  working: "at work",
  paused: "paused",
  cancelling: "cancelling",
  ended: "ended",
};

/** The name of each stage, and the unit that it is counted in. */
const stages: Record<AlignmentStage, { name: string; unit: string }> = {
  sampling: { name: "sampling", unit: "prompts" },
  rewarding: { name: "rewarding the samples", unit: "prompts" },
  training: { name: "training", unit: "steps" },
  judging: { name: "judging", unit: "problems" },
};

/** The current stage, and how long the rest of it will take. */
export function Progress() {
  const phase = useStore(align.store, (state) => state.phase);
  const progress = useStore(align.store, (state) => state.progress);
  const loading = useStore(alignEngine.store, ({ phase: engine }) => engine === "starting" || engine === "loading");
  const stage = progress && stages[progress.stage];
  return (
    <p className={classes.progress} data-testid="progress">
      <b>{loading ? "loading the models" : phaseWords[phase]}</b>
      {progress && stage && (
        <span>
          {" "}
          · {stage.name} {progress.done} / {progress.of} {stage.unit}{" "}
          <progress max={progress.of} value={progress.done} aria-label={stage.name} />
          {phase === "working" && progress.secondsLeft !== null && ` ${durationText(progress.secondsLeft)} left`}
        </span>
      )}
    </p>
  );
}

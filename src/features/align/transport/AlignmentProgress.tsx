import { useStore } from "zustand";
import type { AlignmentStage } from "../../../flows/align/plan.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { AlignPhase } from "../../../state/align.ts";
import { durationText } from "../../../ui/numbers.ts";
import { align, alignEngine } from "../session.ts";
import classes from "./Transport.module.css";

const phaseWords: Record<AlignPhase, string> = {
  idle: msg("ready"),
  working: msg("at work"),
  paused: msg("paused"),
  cancelling: msg("cancelling"),
  ended: msg("ended"),
};

/** The name of each stage, and the unit that it is counted in. */
const stages: Record<AlignmentStage, { name: string; unit: string }> = {
  sampling: { name: msg("sampling"), unit: msg("prompts") },
  rewarding: { name: msg("rewarding the samples"), unit: msg("prompts") },
  training: { name: msg("training"), unit: msg("steps") },
  judging: { name: msg("judging"), unit: msg("problems") },
};

/** The current stage, and how long the rest of it will take. */
export function AlignmentProgress() {
  const phase = useStore(align.store, (state) => state.phase);
  const progress = useStore(align.store, (state) => state.progress);
  const workers = useStore(align.store, (state) => state.workers);
  const loading = useStore(alignEngine.store, ({ phase: engine }) => engine === "starting" || engine === "loading");
  const stage = progress && stages[progress.stage];
  return (
    <p className={classes.progress} data-testid="progress">
      <b>{loading ? t("loading the models") : translated(phaseWords[phase])}</b>
      {progress && stage && (
        <span>
          {" "}
          · {translated(stage.name)} {progress.done} / {progress.of} {translated(stage.unit)}{" "}
          <progress max={progress.of} value={progress.done} aria-label={translated(stage.name)} />{" "}
          {phase === "working" &&
            progress.secondsLeft !== null &&
            t("{secondsLeft} left", { secondsLeft: durationText(progress.secondsLeft) })}
          {progress.stage === "training" && workers > 0 && ` · ${t("{workers} workers at the same time", { workers })}`}
        </span>
      )}
    </p>
  );
}

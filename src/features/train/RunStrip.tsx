import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { memoryText } from "../../engine/training/training-path.ts";
import { splitText } from "../../flows/train/workers/split.ts";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { translated } from "../../i18n/translated.ts";
import { pageEngine } from "../../state/page-engine.ts";
import type { TrainLane } from "../../state/train-state.ts";
import { variantOf } from "../../state/train-variants.ts";
import { useFrameStore } from "../../state/use-frame-store.ts";
import { type StoredRewardModel, storedModelId } from "../../storage/stored-model.ts";
import { glossaryEntry, isSymbol } from "../../ui/glossary.ts";
import { lights } from "../../ui/lit/lit.ts";
import { percentText } from "../../ui/numbers.ts";
import { Swatch } from "../../ui/Swatch.tsx";
import { Term } from "../../ui/Term.tsx";
import { train } from "./session.ts";
import classes from "./TrainPage.module.css";
import { useVariantStrokes } from "./use-strokes.ts";

const statusWords: Record<TrainLane["status"], string> = {
  running: "",
  finished: msg("finished"),
  stopped: msg("stopped"),
  failed: msg("✗ halted"),
  interrupted: msg("interrupted"),
};

/** The reward models that the runs have left in this browser. */
function keptModels(lanes: readonly TrainLane[]): StoredRewardModel[] {
  return lanes.flatMap(({ id, status, runId }) => {
    if (!runId || (status !== "finished" && status !== "stopped")) return [];
    const { name, method } = variantOf(id);
    return [{ id: storedModelId(runId), name, method }];
  });
}

/** Lets the models judge in Explore, on the device they were trained on unless Explore already runs. */
function chooseInExplore(models: readonly StoredRewardModel[]): void {
  const { phase } = pageEngine.store.getState();
  if (phase === "asleep") pageEngine.store.setState({ choice: train.store.getState().device });
  void pageEngine.chooseStored(models);
}

/** A run's name; a method that is nothing else is explained. */
function explained({ name, method }: ReturnType<typeof variantOf>) {
  return isSymbol(method) && glossaryEntry(method).written === name ? (
    <Term id={method}>{name}</Term>
  ) : (
    translated(name)
  );
}

/** Every run: its stroke, its progress, and where its reward model can be used. */
export function RunStrip() {
  const lanes = useStore(train.store, (state) => state.lanes);
  const strokes = useVariantStrokes(lanes.map(({ id }) => id));
  useFrameStore(train.pulse);
  if (lanes.length === 0) return null;
  const kept = keptModels(lanes);
  return (
    <ul className={classes.runs} aria-label={t("Runs of this training")} data-testid="runs">
      {lanes.map(({ id, status, keptStep, memory, split }) => {
        const { step, history } = train.record().track(id);
        const measured = history.evaluations.at(-1);
        const stroke = strokes.get(id);
        return (
          <li key={id} data-run={id} data-status={status} {...lights(id)}>
            {stroke && <Swatch stroke={stroke} />} <b>{explained(variantOf(id))}</b> {t("step {step}", { step })}
            {measured && ` · ${t("held-out {accuracy}", { accuracy: percentText(measured.accuracy) })}`}
            {statusWords[status] && ` · ${translated(statusWords[status])}`}
            {status === "running" && memory && (
              <span
                className={classes.kept}
                title={t("How its steps are computed, and what their arrays take at most")}
              >
                {" "}
                · {translated(memoryText(memory))}
              </span>
            )}
            {status === "running" && split && (
              <span className={classes.kept} title={t("What the workers of this run do, each with one core")}>
                {" "}
                · {translated(splitText(split))}
              </span>
            )}
            {status === "running" && keptStep !== null && (
              <span className={classes.kept} title={t("From there it goes on should this page go away")}>
                {" "}
                · {t("saved at {keptStep}", { keptStep })}
              </span>
            )}
          </li>
        );
      })}
      {kept.length > 0 && (
        <li>
          <Trans
            id="Kept in this browser: <link>use in Explore</link> · <link2>compare in Runs</link2>"
            components={{
              link: (
                <Anchor
                  size="xs"
                  underline="always"
                  renderRoot={(props) => <Link to="/explore" {...props} />}
                  onClick={() => chooseInExplore(kept)}
                />
              ),
              link2: <Anchor size="xs" underline="always" renderRoot={(props) => <Link to="/runs" {...props} />} />,
            }}
          />
        </li>
      )}
    </ul>
  );
}

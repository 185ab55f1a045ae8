import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { useStore } from "zustand";
import type { ValuePoints } from "../../engine/evaluation/values.ts";
import { t } from "../../i18n/i18n.ts";
import { isBusy } from "../../state/explore-state.ts";
import { pageEngine } from "../../state/page-engine.ts";
import { type MeasurementChoice, rolloutSettings } from "../../state/prefix-values.ts";
import { useFrameStore } from "../../state/use-frame-store.ts";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";

const ROLLOUTS = ["16", "32", "64", "128", "256"];

const choose = (change: Partial<MeasurementChoice>) =>
  explore.store.setState(({ measurement }) => ({ measurement: { ...measurement, ...change } }));

/**
 * Measures values of the active trajectory's prefixes: at which prefixes, with how many roll-outs, and what that means.
 */
export function ValueControls() {
  const { points, rollouts } = useStore(explore.store, (state) => state.measurement);
  const measuring = useStore(explore.store, (state) => state.status === "measuring");
  const busy = useStore(explore.store, isBusy);
  const active = useStore(explore.store, ({ branches, activeId }) => branches.find(({ id }) => id === activeId));
  const unknown = active?.trajectory.judgement.correct === null;
  return (
    <section aria-label={t("True value")} data-part="controls" className={classes.values}>
      <b>{t("True value V̂")}</b>
      <SegmentedControl
        aria-label={t("Where to measure")}
        value={points}
        onChange={(value) => choose({ points: value as ValuePoints })}
        data={[
          { value: "steps", label: t("every step") },
          { value: "tokens", label: t("every token") },
        ]}
      />
      <NativeSelect
        aria-label={t("K, roll-outs a prefix")}
        size="xs"
        leftSection="K"
        value={String(rollouts)}
        onChange={(event) => choose({ rollouts: Number(event.currentTarget.value) })}
        data={ROLLOUTS}
      />
      <Button
        variant="default"
        disabled={!active || busy || unknown}
        aria-describedby="value-explanation"
        onClick={() => (measuring ? explore.stop() : void explore.measure())}
      >
        {measuring ? t("Stop measuring") : t("Measure")}
      </Button>
      <span id="value-explanation" className={classes.explanation}>
        {unknown ? (
          t(
            "This prompt is no problem of the embedded world: nobody knows its right answer, so no roll-out can be judged.",
          )
        ) : measuring ? (
          <Progress />
        ) : (
          <Meaning rollouts={rollouts} />
        )}
      </span>
    </section>
  );
}

function Progress() {
  const { progress } = useFrameStore(explore.values);
  if (!progress) return t("Rolling out…");
  return t("Rolling out: {done} of {of} prefixes…", { done: progress.done, of: progress.of });
}

function Meaning({ rollouts }: { rollouts: number }) {
  const policy = useStore(pageEngine.store, (state) => state.models?.policy?.name ?? t("the policy"));
  return (
    <>
      {t(
        "V̂ of a prefix is the share of right answers among {rollouts} roll-outs (continuations) by {policy}. They are sampled at temperature 1 without top-k and top-p, up to {maxTokens} tokens, whatever is set above.",
        { rollouts, policy, maxTokens: rolloutSettings.maxTokens },
      )}
    </>
  );
}

import { VisuallyHidden } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { reportOf } from "../../engine/errors.ts";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { type BestOfNView, bestOfNAddress, defaultBestOfNView } from "../../state/best-of-n-view.ts";
import { evaluationEngine } from "../../state/evaluation-engine.ts";
import { useViewAddress } from "../../state/use-address.ts";
import { useModelChoice } from "../../state/use-model-choice.ts";
import { EngineMessages } from "../../ui/EngineMessages.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Outline } from "../../ui/Outline.tsx";
import { GoneModels } from "../../ui/RewardModelMenu.tsx";
import { UnusableAddress } from "../../ui/UnusableAddress.tsx";
import { useRecordedMeasurement } from "../../ui/use-recorded-measurement.ts";
import classes from "./BestOfNPage.module.css";
import { Recorded } from "./Recorded.tsx";
import { bestOfN, bestOfNView } from "./session.ts";
import { Setup } from "./setup/Setup.tsx";

// The chart library is loaded when there is something to draw.
const BestOfNResults = lazy(() => import("./BestOfNResults.tsx"));

/** The page that measures reward models as choosers: the best of N responses by their rewards, against the truth. */
export function BestOfNPage() {
  const unusable = useViewAddress(bestOfNView, bestOfNAddress);
  const view = useStore(bestOfNView);
  const { models, device } = view;
  const { measured, error } = useStore(bestOfN.store);
  const offer = useModelChoice(evaluationEngine, models);
  useRecordedMeasurement(bestOfN, { kind: "bestOfN", name: "best-of-n", asked, device });
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">{t("Best-of-N")}</VisuallyHidden>
      <Setup offer={offer} />
      <EngineMessages engine={evaluationEngine} />
      <UnusableAddress {...unusable} />
      {error && <ErrorPanel report={error} onDismiss={() => bestOfN.store.setState({ error: null })} />}
      <GoneModels offer={offer} />
      <Recorded />
      {measured ? (
        <Suspense fallback={<Outline label={t("Loading…")} heights={[320, 260]} />}>
          <BestOfNResults {...{ measured, view, onView, onError }} />
        </Suspense>
      ) : (
        <Invitation />
      )}
    </div>
  );
}

const onView = (change: Partial<BestOfNView>) => bestOfNView.setState(change);
const onError = (error: unknown) => bestOfN.store.setState({ error: reportOf(error) });

/** Whether the page asks for what the recording has measured. */
function asked(): boolean {
  const view = bestOfNView.getState();
  return (["models", "policy", "problems", "samples", "temperature", "seed"] as const).every(
    (name) => view[name] === defaultBestOfNView[name],
  );
}

function Invitation() {
  return (
    <p className={classes.hint}>
      <Trans
        id="The policy writes M responses to every problem; each reward model takes the one among N that it likes best. <b>Measure</b> shows how often that one is right as N grows, beside random choice, the majority's vote and pass@N, and whether the reward keeps rising where the truth does not."
        components={{ b: <b /> }}
      />
    </p>
  );
}

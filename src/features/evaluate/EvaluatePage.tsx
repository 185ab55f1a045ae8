import { Box, VisuallyHidden } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { defaultEvaluateView, type EvaluateView, evaluateAddress } from "../../state/evaluate-view.ts";
import { evaluationEngine } from "../../state/evaluation-engine.ts";
import { useViewAddress } from "../../state/use-address.ts";
import { useModelChoice } from "../../state/use-model-choice.ts";
import { EngineMessages } from "../../ui/EngineMessages.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { fileDrop } from "../../ui/file-drop.ts";
import { GoneModels } from "../../ui/RewardModelMenu.tsx";
import { UnusableAddress } from "../../ui/UnusableAddress.tsx";
import { useRecordedMeasurement } from "../../ui/use-recorded-measurement.ts";
import classes from "./EvaluatePage.module.css";
import { EvaluationResults } from "./EvaluationResults.tsx";
import { Recorded } from "./Recorded.tsx";
import { evaluateView, evaluation } from "./session.ts";
import { Setup } from "./setup/Setup.tsx";
import { takeEvaluationFile } from "./setup/take-file.ts";

/** The page that evaluates reward models on labelled records, beside known values and baselines. */
export function EvaluatePage() {
  const unusable = useViewAddress(evaluateView, evaluateAddress);
  const view = useStore(evaluateView);
  const { models, device } = view;
  const { measured, error } = useStore(evaluation.store);
  const offer = useModelChoice(evaluationEngine, models);
  useRecordedMeasurement(evaluation, { kind: "evaluate", name: "evaluation", asked, device });
  return (
    <Box className={classes.page} {...drop}>
      <VisuallyHidden component="h1">{t("Evaluate")}</VisuallyHidden>
      <Setup offer={offer} />
      <EngineMessages engine={evaluationEngine} />
      <UnusableAddress {...unusable} />
      {error && <ErrorPanel report={error} onDismiss={() => evaluation.store.setState({ error: null })} />}
      <GoneModels offer={offer} />
      <Recorded />
      {measured ? <EvaluationResults {...{ measured, view, onView }} /> : <Invitation />}
    </Box>
  );
}

const onView = (change: Partial<EvaluateView>) => evaluateView.setState(change);

/** Whether the page asks for what the recording has measured. */
function asked(): boolean {
  const view = evaluateView.getState();
  return (["models", "data", "validation", "generator"] as const).every(
    (name) => view[name] === defaultEvaluateView[name],
  );
}

function Invitation() {
  return (
    <p className={classes.hint}>
      <Trans
        id="A score means something only beside the truth and beside dull baselines. <b>Evaluate</b> scores every response of the data under the chosen reward models and shows one table of judges and metrics, each figure with its 95 % interval over problems and the records behind it. Drop a file of pairs, RewardBench 1 or 2, or ProcessBench on this page to evaluate on it."
        components={{ b: <b /> }}
      />
    </p>
  );
}

const drop = fileDrop(({ files: [file] }) => file && takeEvaluationFile("data", file));

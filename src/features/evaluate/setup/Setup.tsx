import { Button, FileButton, Select } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { type EvaluateView, keptChoice } from "../../../state/evaluate-view.ts";
import { evaluationEngine } from "../../../state/evaluation-engine.ts";
import { useDataSets } from "../../../state/use-data-sets.ts";
import type { ModelOffer } from "../../../state/use-model-choice.ts";
import { useOtherPolicies } from "../../../state/use-stored.ts";
import { DATA_FILES } from "../../../ui/data-files.ts";
import { MeasurementBar } from "../../../ui/MeasurementBar.tsx";
import { policyLabel } from "../../../ui/policy-label.ts";
import { RewardModelMenu } from "../../../ui/RewardModelMenu.tsx";
import { evaluateView, evaluation, files } from "../session.ts";
import { evaluationRequest } from "./request.ts";
import classes from "./Setup.module.css";
import { takeEvaluationFile } from "./take-file.ts";

const NONE: [] = [];

/** The settings: which reward models are evaluated on which records. */
export function Setup({ offer }: { offer: ModelOffer }) {
  const view = useStore(evaluateView);
  const known = useStore(files);
  const busy = useStore(evaluation.store, ({ status }) => status === "running" || status === "stopping");
  const sets = useDataSets() ?? NONE;
  const embedded = useStore(evaluationEngine.store, (state) => state.models?.policy?.name);
  const others = useOtherPolicies();
  const policies = others ?? NONE;
  const request = evaluationRequest(view, known, { models: offer.chosen, sets, policies });
  const kept = sets.map(({ id, name }) => ({ value: keptChoice(id), label: name }));
  return (
    <form className={classes.setup} onSubmit={(event) => event.preventDefault()}>
      <RewardModelMenu
        offer={offer}
        disabled={busy}
        onChange={(models) => evaluateView.setState({ models: models && [...models] })}
      />
      <div className={classes.source}>
        <Select
          label={t("Data")}
          className={classes.select}
          disabled={busy}
          allowDeselect={false}
          data={[
            { value: "test", label: t("Test pairs") },
            { value: "validation", label: t("Validation pairs") },
            ...(known.ownData ? [{ value: "file", label: known.ownData.name }] : []),
            ...kept,
          ]}
          // If the chosen data set is gone, the test pairs are evaluated.
          value={request.data === known.test ? "test" : view.data}
          onChange={(data) => data && evaluateView.setState({ data: data as EvaluateView["data"] })}
        />
        <OpenFile
          use="data"
          label={t("Open a file")}
          title={t("Pairs, RewardBench 1 or 2, ProcessBench; or drop it on the page")}
        />
      </div>
      <div className={classes.source}>
        <Select
          label={t("Thresholds from")}
          className={classes.select}
          disabled={busy}
          allowDeselect={false}
          data={[
            { value: "validation", label: t("Validation pairs") },
            { value: "none", label: t("Nothing") },
            ...(known.ownValidation ? [{ value: "file", label: known.ownValidation.name }] : []),
            ...kept,
          ]}
          // Thresholds are never chosen on the records that they are reported for.
          value={request.validation === null ? "none" : view.validation}
          onChange={(value) => value && evaluateView.setState({ validation: value as EvaluateView["validation"] })}
        />
        <OpenFile
          use="validation"
          label={t("Open a validation file")}
          title={t("Records of the same kind, to choose thresholds on")}
        />
      </div>
      <Select
        label={t("Generator")}
        className={classes.select}
        title={t(
          "Whose probabilities weigh the edges: “the likelier wins” and the figures on the bound 1 − q take them",
        )}
        disabled={busy}
        allowDeselect={false}
        data={[
          { value: "", label: embedded ?? t("of the playground") },
          ...policies.map((policy) => ({ value: policy.id, label: policyLabel(policy) })),
        ]}
        value={request.generator?.id ?? ""}
        onChange={(generator) => generator !== null && evaluateView.setState({ generator })}
      />
      <MeasurementBar
        measurement={evaluation}
        label={t("Evaluate")}
        disabled={offer.entries.length === 0 || others === null}
        onStart={() => void evaluation.start(request, offer.entries)}
      />
    </form>
  );
}

function OpenFile({ use, label, title }: { use: "data" | "validation"; label: string; title: string }) {
  const busy = useStore(evaluation.store, ({ status }) => status === "running" || status === "stopping");
  return (
    <FileButton
      accept={DATA_FILES}
      onChange={(file) => file && takeEvaluationFile(use, file)}
      inputProps={{ "aria-label": label }}
    >
      {(props) => (
        <Button {...props} variant="default" disabled={busy} aria-label={label} title={title} className={classes.open}>
          <IconFileImport size={15} aria-hidden />
        </Button>
      )}
    </FileButton>
  );
}

import { Select } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import type { BestOfNView } from "../../../state/best-of-n-view.ts";
import { embeddedFiles } from "../../../state/embedded-files.ts";
import { evaluationEngine } from "../../../state/evaluation-engine.ts";
import type { ModelOffer } from "../../../state/use-model-choice.ts";
import { useOtherPolicies } from "../../../state/use-stored.ts";
import { MeasurementBar } from "../../../ui/MeasurementBar.tsx";
import { policyLabel } from "../../../ui/policy-label.ts";
import { RewardModelMenu } from "../../../ui/RewardModelMenu.tsx";
import { bestOfN, bestOfNView } from "../session.ts";
import { NumberField } from "./NumberField.tsx";
import { bestOfNRequest } from "./request.ts";
import classes from "./Setup.module.css";

const NONE: [] = [];
const onView = (change: Partial<BestOfNView>) => bestOfNView.setState(change);

/** The settings: the policy, the number of responses, and the reward models that choose. */
export function Setup({ offer }: { offer: ModelOffer }) {
  const view = useStore(bestOfNView);
  const embedded = useStore(evaluationEngine.store, (state) => state.models?.policy?.name);
  const others = useOtherPolicies();
  const busy = useStore(bestOfN.store, ({ status }) => status === "running" || status === "stopping");
  const { training } = embeddedFiles;
  const request = bestOfNRequest(view, { models: offer.chosen, policies: others ?? NONE, training });
  return (
    <>
      <form className={classes.setup} onSubmit={(event) => event.preventDefault()}>
        <RewardModelMenu
          offer={offer}
          disabled={busy}
          onChange={(models) => bestOfNView.setState({ models: models && [...models] })}
        />
        <Select
          label={t("Policy")}
          className={classes.policy}
          title={t("Whose responses there are to choose from")}
          disabled={busy}
          allowDeselect={false}
          data={[
            { value: "", label: embedded ?? t("of the playground") },
            ...(others ?? NONE).map((policy) => ({ value: policy.id, label: policyLabel(policy) })),
          ]}
          value={request.policy?.id ?? ""}
          onChange={(policy) => policy !== null && bestOfNView.setState({ policy })}
        />
        <NumberField
          {...{ view, onView }}
          name="problems"
          label={t("Problems")}
          busy={busy}
          title={t("Of the test split: none was trained on")}
        />
        <NumberField
          {...{ view, onView }}
          name="samples"
          label={t("Samples M")}
          busy={busy}
          title={t("Responses drawn to each problem; N goes up to M by doubling")}
        />
        <NumberField
          {...{ view, onView }}
          name="temperature"
          label={t("Temperature")}
          busy={busy}
          step={0.1}
          title={t("At 1 the policy is itself")}
        />
        <NumberField
          {...{ view, onView }}
          name="seed"
          label={t("Seed")}
          busy={busy}
          title={t("Same seed and settings, same problems and responses")}
        />
        <MeasurementBar
          measurement={bestOfN}
          label={t("Measure")}
          disabled={offer.entries.length === 0 || others === null}
          onStart={() => void bestOfN.start(request, offer.entries)}
        />
      </form>
      {others !== null && view.policy !== "" && request.policy === null && (
        <p className={classes.note}>
          {t("The policy of this address is not in this browser: that of the playground writes instead.")}
        </p>
      )}
      {offer.known && offer.entries.length === 0 && (
        <p className={classes.note}>{t("Nobody would choose: take at least one reward model.")}</p>
      )}
    </>
  );
}

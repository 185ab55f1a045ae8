import { NativeSelect } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { policyLabel } from "../../../ui/policy-label.ts";
import classes from "../../../ui/settings/Settings.module.css";
import { align, alignEngine } from "../session.ts";
import type { Offer } from "../use-offer.ts";

/** Chooses the policy to be tuned: the playground's, or one that was tuned here before. */
export function PolicyPicker({ offer }: { offer: Offer }) {
  const chosen = useStore(align.settings, (settings) => settings.policy);
  const embedded = useStore(alignEngine.store, (state) => state.models?.policy?.name);
  const tuned = offer?.policies ?? [];
  const gone = offer !== null && chosen !== "" && !tuned.some(({ id }) => id === chosen);
  return (
    <section className={classes.section}>
      <NativeSelect
        label={t("Policy")}
        size="xs"
        value={gone ? "" : chosen}
        onChange={({ currentTarget }) => align.change({ policy: currentTarget.value })}
        data={[
          { value: "", label: embedded ?? t("of the playground") },
          ...tuned.map((policy) => ({ value: policy.id, label: policyLabel(policy) })),
        ]}
      />
      {gone && (
        <p className={classes.explanation}>
          {t("The policy of this link is not in this browser: the one of the playground is taken.")}
        </p>
      )}
    </section>
  );
}

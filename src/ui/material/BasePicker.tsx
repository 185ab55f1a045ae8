import { NativeSelect } from "@mantine/core";
import { useId } from "react";
import { t } from "../../i18n/i18n.ts";
import { useStoredPolicies } from "../../state/use-stored.ts";
import { storedPolicyId } from "../../storage/stored-model.ts";
import { ExplainedLabel } from "../ExplainedLabel.tsx";
import { policyLabel } from "../policy-label.ts";

interface BasePickerProps {
  /** Id of a model of this browser; null is the playground's base. */
  base: string | null;
  busy: boolean;
  onChange(base: string | null): void;
}

/** Chooses what reward models start from: the playground's base, or a model of this browser. */
export function BasePicker({ base: chosen, busy, onChange }: BasePickerProps) {
  const id = useId();
  const base = chosen ?? "";
  const policies = useStoredPolicies();
  const options = (policies ?? [])
    .filter(({ trainable }) => trainable)
    .map((policy) => ({ value: storedPolicyId(policy), label: policyLabel(policy) }));
  const gone = base !== "" && !options.some(({ value }) => value === base);
  if (options.length === 0 && !gone) return null;
  return (
    <div>
      <ExplainedLabel label={t("Base")} htmlFor={id}>
        {t("What reward models start from.")}
      </ExplainedLabel>
      <NativeSelect
        id={id}
        size="xs"
        disabled={busy}
        value={base}
        onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
        data={[
          { value: "", label: t("the backbone of the playground") },
          ...options,
          ...(gone ? [{ value: base, label: t("not in this browser") }] : []),
        ]}
      />
    </div>
  );
}

import { NativeSelect } from "@mantine/core";
import { useId } from "react";
import { CLASS_NAME } from "../../engine/policy/class-entry.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { useStoredModels, useStoredPolicies } from "../../state/use-stored.ts";
import { storedPolicyId } from "../../storage/stored-model.ts";
import type { OpenedTraining } from "../../worker/training-records.ts";
import { ExplainedLabel } from "../ExplainedLabel.tsx";
import { policyLabel } from "../policy-label.ts";

/** The value of the choice for the usual generator, which has no id here. */
const USUAL = "";

interface Choice {
  id: string;
  name: string;
}

/** The name of the usual generator, and the playground's other models that can weigh edges. */
export type GeneratorOffer = Pick<OpenedTraining, "generator" | "generators">;

interface GeneratorPickerProps {
  /** Id of the chosen model; null is the usual generator. */
  generator: string | null;
  /** null before it is known. */
  opened: GeneratorOffer | null;
  busy: boolean;
  onChange(generator: string | null): void;
}

/** Chooses whose generation probabilities weigh the edges: the playground's policy, or another model. */
export function GeneratorPicker({ generator, opened, busy, onChange }: GeneratorPickerProps) {
  const id = useId();
  const own = useOwnModels();
  const embedded = opened?.generators ?? [];
  const known = generator === null || [...embedded, ...own].some(({ id }) => id === generator);
  return (
    <div>
      <ExplainedLabel label={t("Generator")} htmlFor={id}>
        {t("Whose probability of the next token, q, weighs the edges.")}
      </ExplainedLabel>
      <NativeSelect
        id={id}
        size="xs"
        disabled={busy}
        value={generator ?? USUAL}
        onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
      >
        <option value={USUAL}>{t("{generator}, frozen", { generator: opened?.generator ?? t("The policy") })}</option>
        <Group label={t("With the playground")} choices={embedded} />
        <Group label={t("Of this browser")} choices={own} />
        {!known && <option value={generator}>{generator}</option>}
      </NativeSelect>
    </div>
  );
}

function Group({ label, choices }: { label: string; choices: readonly Choice[] }) {
  if (choices.length === 0) return null;
  return (
    <optgroup label={label}>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name === CLASS_NAME ? translated(name) : name}
        </option>
      ))}
    </optgroup>
  );
}

/** Policies and reward models of this browser, which can be adapted first; a model that is both is listed once. */
function useOwnModels(): Choice[] {
  const policies = useStoredPolicies() ?? [];
  const rewards = useStoredModels() ?? [];
  const trainable = policies.filter((policy) => policy.trainable);
  const writing = trainable.map((policy) => ({ id: storedPolicyId(policy), name: policyLabel(policy) }));
  return [...writing, ...rewards.filter(({ id }) => !writing.some((policy) => policy.id === id))];
}

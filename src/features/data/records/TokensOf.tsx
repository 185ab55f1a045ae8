import { NativeSelect } from "@mantine/core";
import { useEffect, useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { models } from "../../../storage/models.ts";
import type { ModelRecord } from "../../../storage/records.ts";
import { broughtModelId } from "../../../storage/stored-model.ts";

interface TokensOfProps {
  /** Id of a model of this browser; empty: the playground's models. */
  chosen: string;
  onChoose: (model: string) => void;
}

/** Chooses whose tokens are counted and shown: the playground models', or those of an imported model. */
export function TokensOf({ chosen, onChoose }: TokensOfProps) {
  const [brought, setBrought] = useState<readonly ModelRecord[]>([]);
  useEffect(() => models.watch((list) => setBrought(list.filter(({ complete }) => complete))), []);
  if (brought.length === 0 && chosen === "") return null;
  const known = brought.map((model) => ({
    value: broughtModelId(model),
    label: t("Tokens of {name}", { name: model.name }),
  }));
  const gone = chosen !== "" && !known.some(({ value }) => value === chosen);
  return (
    <NativeSelect
      size="xs"
      aria-label={t("Whose tokens")}
      value={chosen}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      data={[
        { value: "", label: t("Tokens of the playground's models") },
        ...known,
        ...(gone ? [{ value: chosen, label: t("Tokens of a model that is not here") }] : []),
      ]}
    />
  );
}

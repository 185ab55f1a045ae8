import { NativeSelect } from "@mantine/core";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { models } from "../../../storage/models.ts";
import type { ModelRecord } from "../../../storage/records.ts";
import { broughtModelId } from "../../../storage/stored-model.ts";
import { recordsView } from "../session.ts";

/** Chooses whose tokens are counted and shown: the playground models', or those of an imported model. */
export function TokensOf() {
  const chosen = useStore(recordsView, ({ tokens }) => tokens);
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
      onChange={({ currentTarget }) => recordsView.setState({ tokens: currentTarget.value })}
      data={[
        { value: "", label: t("Tokens of the playground's models") },
        ...known,
        ...(gone ? [{ value: chosen, label: t("Tokens of a model that is not here") }] : []),
      ]}
    />
  );
}

import { NativeSelect, TextInput } from "@mantine/core";
import { useStore } from "zustand";
import { type FoundField, MAPPED_FIELDS, type MappedField, NAMES } from "../../../engine/data/field-map.ts";
import { t } from "../../../i18n/i18n.ts";
import { dataImport } from "../session.ts";
import classes from "./Import.module.css";

/** Maps TRL's fields to the fields of records of an unknown shape. */
export function FieldMapper({ fields, busy }: { fields: readonly FoundField[]; busy: boolean }) {
  const map = useStore(dataImport.store, ({ plan }) => plan.map);
  if (!map) return null;
  const change = (field: MappedField, path: string) => {
    const { [field]: _before, ...others } = map;
    void dataImport.change({ map: path === "" ? others : { ...others, [field]: path } });
  };
  return (
    <fieldset className={classes.mapper}>
      <legend>{t("Where the fields are")}</legend>
      <p className={classes.limits}>
        {t(
          "A pair has chosen and rejected, and a prompt of its own or one that both begin with; a labelled response has prompt, completion and label; labelled steps have prompt, completions and labels. Where a field says which of two answers is the better one, map answer_1, answer_2 and winner, and write into names which of its values mean the first and the second, as in 1|0 (-|+ for a number whose sign says it); or map a score of each.",
        )}
      </p>
      <TextInput
        size="xs"
        label={NAMES}
        placeholder={t("as the fields end")}
        disabled={busy || map.winner === undefined}
        value={map.names ?? ""}
        onChange={({ currentTarget }) => change(NAMES, currentTarget.value)}
      />
      {MAPPED_FIELDS.filter((field) => field !== NAMES).map((field) => (
        <NativeSelect
          key={field}
          size="xs"
          label={field}
          disabled={busy}
          value={map[field] ?? ""}
          onChange={({ currentTarget }) => change(field, currentTarget.value)}
          data={[
            { value: "", label: "–" },
            ...fields.map(({ path, value }) => ({ value: path, label: `${path}: ${value}` })),
          ]}
        />
      ))}
    </fieldset>
  );
}

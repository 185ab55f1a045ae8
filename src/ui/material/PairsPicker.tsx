import { NativeSelect } from "@mantine/core";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { dataIdsOf, embeddedPairs, furtherPairs } from "../../state/embedded-pairs.ts";
import { useDataSets } from "../../state/use-data-sets.ts";
import { type DataSource, keptId } from "../../worker/training-records.ts";

/** The value of the choice for a file of the visitor's. */
const OWN_FILE = "file";

interface PairsPickerProps {
  source: DataSource;
  busy: boolean;
  /** Takes ids as `chosenSource` does. */
  onChange(data: string | null, heldOut: string | null): void;
}

/** Chooses the training pairs and, for data sets of this browser, the held-out pairs. */
export function PairsPicker({ source, busy, onChange }: PairsPickerProps) {
  const kept = (useDataSets() ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const embedded = [
    { value: "", label: translated(embeddedPairs.name) },
    ...Object.entries(furtherPairs).map(([value, { name }]) => ({ value, label: translated(name) })),
  ];
  const isFile = source.train instanceof Blob;
  const { data, heldOutData } = dataIdsOf(source);
  return (
    <>
      <NativeSelect
        label={t("Pairs")}
        size="xs"
        disabled={busy}
        value={isFile ? OWN_FILE : (data ?? "")}
        onChange={({ currentTarget: { value } }) => onChange(value || null, null)}
        data={[
          { group: t("Of the playground"), items: embedded },
          ...(kept.length > 0 ? [{ group: t("Data sets of this browser"), items: kept }] : []),
          ...(isFile
            ? [{ group: t("Own file"), items: [{ value: OWN_FILE, label: source.name, disabled: true }] }]
            : []),
        ]}
      />
      {keptId(source.train) !== null && (
        <NativeSelect
          label={t("Held out")}
          size="xs"
          disabled={busy}
          value={heldOutData ?? ""}
          onChange={({ currentTarget: { value } }) => onChange(data, value || null)}
          data={[{ value: "", label: t("a tenth of its prompts") }, ...kept.filter(({ value }) => value !== data)]}
        />
      )}
    </>
  );
}

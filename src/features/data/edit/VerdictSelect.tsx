import { NativeSelect } from "@mantine/core";
import { t } from "../../../i18n/i18n.ts";

interface VerdictSelectProps {
  label: string;
  value: boolean | null;
  onChange(value: boolean | null): void;
}

/** Chooses between right, wrong and not labelled. */
export function VerdictSelect({ label, value, onChange }: VerdictSelectProps) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={String(value)}
      onChange={({ currentTarget }) => onChange(currentTarget.value === "null" ? null : currentTarget.value === "true")}
      data={[
        { value: "true", label: t("right") },
        { value: "false", label: t("wrong") },
        { value: "null", label: t("not labelled") },
      ]}
    />
  );
}

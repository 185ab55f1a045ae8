import { NativeSelect } from "@mantine/core";

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
        { value: "true", label: "right" },
        { value: "false", label: "wrong" },
        { value: "null", label: "not labelled" },
      ]}
    />
  );
}

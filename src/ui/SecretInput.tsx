import { TextInput } from "@mantine/core";
import { useLayoutEffect, useRef } from "react";
import { t } from "../i18n/i18n.ts";

interface Props {
  label: string;
  title: string;
  value: string;
  onChange: (value: string) => void;
}

/**
 * A field for a secret. React writes the content of a controlled field into the document, as its `value` attribute,
 * where it is saved or copied with the page; this field only keeps it in its property.
 */
export function SecretInput({ label, title, value, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (field.current && field.current.value !== value) field.current.value = value;
  }, [value]);
  return (
    <TextInput
      ref={field}
      label={label}
      title={title}
      placeholder={t("none")}
      type="password"
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

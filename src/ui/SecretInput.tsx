import { TextInput } from "@mantine/core";
import { useLayoutEffect, useRef } from "react";

interface Props {
  label: string;
  title: string;
  value: string;
  onChange: (value: string) => void;
}

/**
 * A field for a secret. Of a controlled field React writes what it holds into the document, as its `value` attribute, and
 * whoever saves or copies the page has it; this one has it in its property alone.
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
      placeholder="none"
      type="password"
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

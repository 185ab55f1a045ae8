import { TextInput, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import classes from "./EditableText.module.css";

interface EditableTextProps {
  value: string;
  /** The name of the field for screen readers. */
  label: string;
  /** Shown if the text is empty. */
  placeholder: string;
  /** Whether an empty text is ignored. */
  required?: boolean;
  quiet?: boolean;
  onSave(value: string): void;
}

/** A text that becomes a field when it is pressed: Enter or leaving the field saves, Escape does not. */
export function EditableText({ value, label, placeholder, required, quiet, onSave }: EditableTextProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  if (draft === null) {
    return (
      <UnstyledButton
        ref={button}
        className={classes.editable}
        data-quiet={quiet || undefined}
        data-empty={value === "" || undefined}
        aria-label={value === "" ? label : `${label}: ${value}`}
        title={value || label}
        onClick={() => setDraft(value)}
      >
        {value || placeholder}
      </UnstyledButton>
    );
  }

  const finish = (save: boolean) => {
    const text = draft.trim();
    if (save && text !== value && !(required && text === "")) onSave(text);
    setDraft(null);
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== "Enter" && key !== "Escape") return;
    finish(key === "Enter");
    // The field is gone then, so the focus moves back to the text.
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      value={draft}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={onKeyDown}
    />
  );
}

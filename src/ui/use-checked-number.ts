import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { t } from "../i18n/i18n.ts";
import { countText, exactText } from "./numbers.ts";

interface Checked {
  value: number;
  min: number;
  max: number;
  /** Whether only whole numbers are taken. */
  whole?: boolean;
  onChange(value: number): void;
}

type Typed = string | number;

/** The props of a number field, and its message about a number that it does not accept. */
interface CheckedNumber {
  field: {
    value: Typed;
    error: boolean;
    clampBehavior: "none";
    allowNegative: boolean;
    onChange(next: Typed): void;
    onBlur(): void;
    onKeyDown(event: KeyboardEvent): void;
    onPaste(event: ClipboardEvent): void;
  };
  /** The numbers that the field accepts, while a person types another one; afterwards, that the field kept its former value. */
  message: string | null;
}

/**
 * A number that is typed. One that cannot be taken stays in sight while it is typed, with the numbers that can; when the
 * field is left, the value before returns, and the message says so.
 */
export function useCheckedNumber({ value, min, max, whole = false, onChange }: Checked): CheckedNumber {
  const [typed, setTyped] = useState<Typed | null>(null);
  const [refused, setRefused] = useState<{ typed: Typed; value: number } | null>(null);
  const [inPowers, setInPowers] = useState(false);
  const usable = (number: number) => number >= min && number <= max && (!whole || Number.isInteger(number));
  const wrong = typed !== null && !usable(numberOf(typed));
  // The value may since have been changed by a slider or a button.
  const shown = typed !== null && (wrong || numberOf(typed) === value) ? typed : value;
  const range = rangeText(min, max, whole);
  const stays =
    refused?.value === value &&
    t("{typed}: {value} stays ({range}).", { typed: refusedText(refused.typed), value: exactText(value), range });
  const take = (next: Typed) => {
    setTyped(next);
    setRefused(null);
    const number = numberOf(next);
    if (usable(number) && number !== value) onChange(number);
  };
  return {
    field: {
      value: shown,
      error: wrong,
      clampBehavior: "none",
      allowNegative: min < 0,
      onChange: take,
      onBlur() {
        if (wrong) setRefused({ typed, value });
        setTyped(null);
        setInPowers(false);
      },
      // The field takes digits alone: of 1e-5 it would leave 15.
      onKeyDown: ({ key, ctrlKey, metaKey }) => setInPowers(/^e$/i.test(key) && !ctrlKey && !metaKey ? true : inPowers),
      onPaste(event) {
        const text = event.clipboardData.getData("text/plain").trim();
        if (!/^-?\d*\.?\d+e[+-]?\d+$/i.test(text)) return;
        event.preventDefault();
        take(Number(text));
      },
    },
    message: inPowers ? t("Write every digit: 0.00001 for 1e−5.") : wrong ? `${range}.` : stays || null,
  };
}

function numberOf(typed: Typed): number {
  return typed === "" ? Number.NaN : Number(typed);
}

function rangeText(min: number, max: number, whole: boolean): string {
  const numbers = whole ? t("Whole numbers") : t("Numbers");
  const text = whole ? countText : exactText;
  if (Number.isFinite(max)) return t("{numbers} from {min} to {max}", { numbers, min: text(min), max: text(max) });
  return Number.isFinite(min) ? t("{numbers} from {min}", { numbers, min: text(min) }) : numbers;
}

function refusedText(typed: Typed): string {
  return typed === "" ? t("Nothing was typed") : t("{typed} is not taken", { typed });
}

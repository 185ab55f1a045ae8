import { useState } from "react";
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
    onChange(next: Typed): void;
    onBlur(): void;
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
  const usable = (number: number) => number >= min && number <= max && (!whole || Number.isInteger(number));
  const wrong = typed !== null && !usable(numberOf(typed));
  // The value may since have been changed by a slider or a button.
  const shown = typed !== null && (wrong || numberOf(typed) === value) ? typed : value;
  const range = rangeText(min, max, whole);
  const stays =
    refused?.value === value &&
    t("{typed}: {value} stays ({range}).", { typed: refusedText(refused.typed), value: exactText(value), range });
  return {
    field: {
      value: shown,
      error: wrong,
      clampBehavior: "none",
      onChange(next) {
        setTyped(next);
        setRefused(null);
        const number = numberOf(next);
        if (usable(number) && number !== value) onChange(number);
      },
      onBlur() {
        if (wrong) setRefused({ typed, value });
        setTyped(null);
      },
    },
    message: wrong ? `${range}.` : stays || null,
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

import { translated } from "../../i18n/translated.ts";

interface FieldTexts {
  label: string;
  unit?: string;
  explanation: string;
  describe?: (value: number) => string | null;
}

/** A number's field of a settings table, whose texts are English, in the language in use. */
export function translatedField<Field extends FieldTexts>(field: Field): Field {
  const { label, unit, explanation, describe } = field;
  return {
    ...field,
    label: translated(label),
    explanation: translated(explanation),
    ...(unit !== undefined && { unit: translated(unit) }),
    ...(describe && { describe: (value: number) => inWords(describe(value)) }),
  };
}

function inWords(text: string | null): string | null {
  return text === null ? null : translated(text);
}

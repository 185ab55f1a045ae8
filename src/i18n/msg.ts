/**
 * Marks an English text that is shown elsewhere, with `translated`: of a table, or one that the engine writes. The text
 * stays as it is, for the command line reads it too; scripts/i18n/ finds it by this mark.
 */
export function msg<Text extends string>(text: Text): Text {
  return text;
}

/** Marks a text that is kept as data, such as the name of a run: it stays what it is in every language. */
export function asData<Text extends string>(text: Text): Text {
  return text;
}

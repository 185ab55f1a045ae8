const SHOWN = 5;

/** The first few texts of a list as part of a sentence, with the number of the others. */
export function some(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  return `${texts.slice(0, SHOWN).join("; ")}${more > 0 ? ` and ${more} more` : ""}`;
}

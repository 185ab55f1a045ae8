/** A stretch of a whole prompt. */
export interface PromptPiece {
  text: string;
  /** Whether it was added to what was typed. */
  added: boolean;
  /** Character offset. */
  at: number;
}

/** A story's title at the beginning, and the label of a sentence. */
const SUPPLIED = /^[A-Z][a-z]+: |\([a-z]\) /g;

/**
 * A whole prompt in pieces, those marked that were added to what was typed; null where nothing was.
 * @param whole the typed prompt with title and labels, its spacing that of the world
 */
export function completion(typed: string, whole: string): PromptPiece[] | null {
  const normalised = typed.trim().replace(/\s+/g, " ");
  const pieces: PromptPiece[] = [];
  let end = 0;
  for (const { 0: text, index: at } of whole.matchAll(SUPPLIED)) {
    if (at > end) pieces.push({ text: whole.slice(end, at), added: false, at: end });
    pieces.push({ text, added: !normalised.includes(text), at });
    end = at + text.length;
  }
  pieces.push({ text: whole.slice(end), added: false, at: end });
  return pieces.some(({ added }) => added) ? pieces : null;
}

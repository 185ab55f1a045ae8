/** A piece of a completed prompt. */
export interface PromptPiece {
  text: string;
  /** Whether the piece was added to what was typed. */
  added: boolean;
  /** Character offset of the piece. */
  at: number;
}

/** Matches a story's title at the beginning, and labels of sentences. */
const SUPPLIED = /^[A-Z][a-z]+: |\([a-z]\) /g;

/**
 * A completed prompt in pieces, with marks on those that were added; null if nothing was added.
 * @param whole the typed prompt with title and labels, in the world's spacing
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

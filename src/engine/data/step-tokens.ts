import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { StepSegment } from "../world/world.ts";

/** The tokens [from, to) of a response. */
export interface TokenSpan {
  from: number;
  to: number;
}

/**
 * Finds the tokens that write each step. Tokens after the last text, such as the end token, belong to the last step: it
 * ends where the response is complete.
 * @param segments character ranges of `tokenizer.decode(ids)`
 * @returns one span a segment, in order; null for a segment in which no token has text of its own
 */
export function stepTokens(
  tokenizer: Tokenizer,
  ids: readonly number[],
  segments: readonly StepSegment[],
): (TokenSpan | null)[] {
  const pieces = tokenizer.pieces(ids);
  return segments.map(({ start, end }) => {
    const inside = (piece: { start: number; end: number }) =>
      piece.end > piece.start && piece.start < end && piece.end > start;
    const from = pieces.findIndex(inside);
    if (from < 0) return null;
    const last = pieces.findLastIndex(inside);
    const isLast = pieces.slice(last + 1).every((piece) => piece.end === piece.start);
    return { from, to: isLast ? ids.length : last + 1 };
  });
}

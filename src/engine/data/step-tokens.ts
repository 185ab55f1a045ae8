import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { StepSegment } from "../world/world.ts";

/** Tokens [from, to) of a response. */
export interface TokenSpan {
  from: number;
  to: number;
}

/**
 * Which tokens write each step.
 * @param segments stretches of `tokenizer.decode(ids)`
 * @returns one a segment, in order; null where no token has text of its own in it
 */
export function stepTokens(
  tokenizer: Tokenizer,
  ids: readonly number[],
  segments: readonly StepSegment[],
): (TokenSpan | null)[] {
  const pieces = tokenizer.pieces(ids);
  return segments.map(({ start, end }) => {
    // Tokens without text of their own, such as the one that ends a response, belong to no step.
    const inside = (piece: { start: number; end: number }) =>
      piece.end > piece.start && piece.start < end && piece.end > start;
    const from = pieces.findIndex(inside);
    return from < 0 ? null : { from, to: pieces.findLastIndex(inside) + 1 };
  });
}

/** B rows of S new tokens each, after `past` cached tokens. All arrays are row-major. */
export interface TokenBatch {
  rows: number;
  /** S, the number of new tokens */
  length: number;
  /** [B, S] */
  inputIds: ArrayLike<number>;
  /** [B, S] */
  positionIds: ArrayLike<number>;
  /** [B, past + S], 1 = visible key */
  attentionMask: ArrayLike<number>;
}

/**
 * A batch without masked positions, rows of equal length after `past` positions: a prompt, or one more token in every
 * row.
 */
export function denseBatch(rows: number, inputIds: readonly number[], past: number): TokenBatch {
  const length = inputIds.length / rows;
  return {
    rows,
    length,
    inputIds,
    positionIds: inputIds.map((_, i) => past + (i % length)),
    attentionMask: new Uint8Array(rows * (past + length)).fill(1),
  };
}

/** A batch of sequences of any length, after `past` positions, padded on the right; padding is never visible. */
export function rightPaddedBatch(sequences: readonly (readonly number[])[], past = 0): TokenBatch {
  const rows = sequences.length;
  const length = Math.max(...sequences.map((ids) => ids.length));
  const inputIds = new Int32Array(rows * length);
  const keys = past + length;
  const attentionMask = new Uint8Array(rows * keys);
  sequences.forEach((ids, row) => {
    inputIds.set(ids, row * length);
    attentionMask.fill(1, row * keys, row * keys + past + ids.length);
  });
  return { rows, length, inputIds, attentionMask, positionIds: inputIds.map((_, i) => past + (i % length)) };
}

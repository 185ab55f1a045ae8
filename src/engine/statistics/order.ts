/** The ascending order of values, with equal values grouped. */
export interface Order {
  /** Indices of the values in ascending order. */
  indices: Uint32Array;
  /** The place in `indices` at which each group of equal values ends; the first group begins at 0. */
  groupEnds: Uint32Array;
}

/** Sorts values. @throws RangeError if a value is NaN, which has no place in the order */
export function orderOf(values: ArrayLike<number>): Order {
  const at = (i: number) => values[i] as number;
  const indices = Uint32Array.from(values, (value, i) => {
    if (Number.isNaN(value)) throw new RangeError(`value ${i} is not a number`);
    return i;
  });
  indices.sort((a, b) => (at(a) === at(b) ? a - b : at(a) < at(b) ? -1 : 1));
  const ends: number[] = [];
  for (let i = 1; i <= indices.length; i++) {
    if (i === indices.length || at(indices[i] as number) !== at(indices[i - 1] as number)) ends.push(i);
  }
  return { indices, groupEnds: Uint32Array.from(ends) };
}

/**
 * Mid-ranks: equal values share the mean of their ranks, ranks begin at 1. A value that counts c times takes c ranks.
 */
export function midRanks({ indices, groupEnds }: Order, counts: ArrayLike<number>): Float64Array {
  const ranks = new Float64Array(indices.length);
  let before = 0;
  let start = 0;
  for (const end of groupEnds) {
    let inGroup = 0;
    for (let i = start; i < end; i++) inGroup += counts[indices[i] as number] as number;
    const rank = before + (inGroup + 1) / 2;
    for (let i = start; i < end; i++) ranks[indices[i] as number] = rank;
    before += inGroup;
    start = end;
  }
  return ranks;
}

import type { Order } from "./order.ts";

/**
 * Assigns values, in ascending order, to bins of about equal counts. Equal values share the bin that their middle falls
 * into, so bins do not depend on the order of the records; a bin may be empty.
 * @returns the bin of each value, a number in [0, bins); meaningless for a value with count 0
 */
export function equalMassBins({ indices, groupEnds }: Order, counts: ArrayLike<number>, bins: number): Uint8Array {
  let total = 0;
  for (let i = 0; i < indices.length; i++) total += counts[i] as number;
  const binOf = new Uint8Array(indices.length);
  let before = 0;
  let start = 0;
  for (const end of groupEnds) {
    let inGroup = 0;
    for (let i = start; i < end; i++) inGroup += counts[indices[i] as number] as number;
    const bin = inGroup === 0 ? 0 : Math.floor((bins * (before + inGroup / 2)) / total);
    for (let i = start; i < end; i++) binOf[indices[i] as number] = bin;
    before += inGroup;
    start = end;
  }
  return binOf;
}

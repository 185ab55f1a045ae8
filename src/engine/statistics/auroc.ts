import { orderOf } from "./order.ts";
import type { Statistic } from "./statistic.ts";

/**
 * Area under the ROC curve: the chance that a positive record has a higher score than a negative one; ties count half.
 * NaN without positive or without negative records.
 */
export function auroc(scores: ArrayLike<number>, positive: ArrayLike<boolean>): Statistic {
  const { indices, groupEnds } = orderOf(scores);
  return (counts) => {
    let positives = 0;
    let negatives = 0;
    let won = 0;
    let start = 0;
    for (const end of groupEnds) {
      let positivesHere = 0;
      let negativesHere = 0;
      for (let i = start; i < end; i++) {
        const record = indices[i] as number;
        const count = counts[record] as number;
        if (positive[record]) positivesHere += count;
        else negativesHere += count;
      }
      won += positivesHere * (negatives + negativesHere / 2);
      positives += positivesHere;
      negatives += negativesHere;
      start = end;
    }
    return won / (positives * negatives);
  };
}

/**
 * For every record, the share of the other class on its right side, ties half; the mean of these shares is the AUROC.
 */
export function placements(scores: ArrayLike<number>, positive: ArrayLike<boolean>): Float64Array {
  const { indices, groupEnds } = orderOf(scores);
  const isPositive = (place: number) => positive[indices[place] as number];
  const positives = indices.filter((record) => positive[record]).length;
  const negatives = indices.length - positives;
  const result = new Float64Array(indices.length);
  let positivesBelow = 0;
  let negativesBelow = 0;
  let start = 0;
  for (const end of groupEnds) {
    let positivesHere = 0;
    for (let i = start; i < end; i++) if (isPositive(i)) positivesHere += 1;
    const negativesHere = end - start - positivesHere;
    const ofPositive = (negativesBelow + negativesHere / 2) / negatives;
    const ofNegative = (positives - positivesBelow - positivesHere / 2) / positives;
    for (let i = start; i < end; i++) result[indices[i] as number] = isPositive(i) ? ofPositive : ofNegative;
    positivesBelow += positivesHere;
    negativesBelow += negativesHere;
    start = end;
  }
  return result;
}

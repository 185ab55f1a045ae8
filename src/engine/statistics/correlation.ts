import { midRanks, orderOf } from "./order.ts";
import type { Statistic } from "./statistic.ts";

/** Pearson's r of x and y with each record counted `counts` times; NaN if x or y does not vary. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>, counts: ArrayLike<number>): number {
  let total = 0;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < x.length; i++) {
    const c = counts[i] as number;
    total += c;
    meanX += c * (x[i] as number);
    meanY += c * (y[i] as number);
  }
  meanX /= total;
  meanY /= total;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    const c = counts[i] as number;
    const dx = (x[i] as number) - meanX;
    const dy = (y[i] as number) - meanY;
    xx += c * dx * dx;
    yy += c * dy * dy;
    xy += c * dx * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Number.NaN;
}

/** Spearman's ρ: Pearson's r of the mid-ranks, which is correct with ties. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): Statistic {
  const orderX = orderOf(x);
  const orderY = orderOf(y);
  return (counts) => pearson(midRanks(orderX, counts), midRanks(orderY, counts), counts);
}

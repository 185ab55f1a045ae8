import { wilsonInterval } from "./wilson.ts";

/** How many of several independent trials succeeded. */
export interface Share {
  successes: number;
  trials: number;
}

/**
 * The 95 % interval of the difference `a − b` of two independent shares, from their score intervals (Newcombe 1998,
 * method 10). Like those it keeps its coverage if a share is 0 or 1.
 * @returns [low, high] in [−1, 1]
 */
export function differenceInterval(a: Share, b: Share): [low: number, high: number] {
  const [lowA, highA] = wilsonInterval(a.successes, a.trials);
  const [lowB, highB] = wilsonInterval(b.successes, b.trials);
  const shareA = a.successes / a.trials;
  const shareB = b.successes / b.trials;
  const difference = shareA - shareB;
  return [
    difference - Math.hypot(shareA - lowA, highB - shareB),
    difference + Math.hypot(highA - shareA, shareB - lowB),
  ];
}

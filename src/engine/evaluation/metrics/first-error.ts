import type { Statistic } from "../../statistics/statistic.ts";
import type { StepRewards } from "./steps.ts";

/** ê: the index of the first step whose reward is below the threshold; −1 if there is none. */
export function firstBelow(steps: readonly number[], threshold: number): number {
  return steps.findIndex((reward) => reward < threshold);
}

/** Harmonic mean of two shares. */
function harmonicMean(a: number, b: number): number {
  return a + b > 0 ? (2 * a * b) / (a + b) : a + b;
}

/**
 * ProcessBench's F1: the harmonic mean of P(ê = e | e ≥ 0) and P(ê = −1 | e = −1). NaN if all trajectories are right or
 * all are wrong.
 */
export function firstErrorF1(trajectories: readonly StepRewards[], threshold: number): Statistic {
  const hits = trajectories.map(({ steps, firstWrong }) => firstBelow(steps, threshold) === firstWrong);
  return (counts) => {
    const sums = { wrong: 0, wrongHits: 0, right: 0, rightHits: 0 };
    trajectories.forEach(({ firstWrong }, i) => {
      const kind = firstWrong >= 0 ? "wrong" : "right";
      const count = counts[i] as number;
      sums[kind] += count;
      if (hits[i]) sums[`${kind}Hits`] += count;
    });
    return harmonicMean(sums.wrongHits / sums.wrong, sums.rightHits / sums.right);
  };
}

/**
 * The threshold with the highest F1, halfway between the two neighbouring rewards; the lowest if several are best. Null
 * if all trajectories are right or all are wrong.
 *
 * A trajectory is hit by thresholds above v_e (by any, if e = −1) up to the lowest reward before e, so one pass over
 * the ends of these intervals in ascending order counts the hits of every threshold.
 */
export function bestThreshold(trajectories: readonly StepRewards[]): number | null {
  const wrong = trajectories.filter(({ firstWrong }) => firstWrong >= 0).length;
  const right = trajectories.length - wrong;
  if (wrong === 0 || right === 0) return null;

  /**
   * By how much the numbers of hit wrong and hit right trajectories change when the threshold rises above this reward.
   */
  const changes = trajectories.flatMap(({ steps, firstWrong }) => {
    if (firstWrong < 0) return [{ above: Math.min(...steps), wrong: 0, right: -1 }];
    const [low, high] = [steps[firstWrong] as number, Math.min(...steps.slice(0, firstWrong))];
    if (!(low < high)) return [];
    const from = { above: low, wrong: 1, right: 0 };
    return firstWrong === 0 ? [from] : [from, { above: high, wrong: -1, right: 0 }];
  });
  changes.sort((a, b) => a.above - b.above);

  const hits = { wrong: 0, right };
  let best = { f1: 0, threshold: changes[0]?.above as number };
  changes.forEach((change, i) => {
    hits.wrong += change.wrong;
    hits.right += change.right;
    const next = changes[i + 1]?.above ?? change.above + 2;
    if (next === change.above) return;
    const f1 = harmonicMean(hits.wrong / wrong, hits.right / right);
    if (f1 > best.f1) best = { f1, threshold: (change.above + next) / 2 };
  });
  return best.threshold;
}

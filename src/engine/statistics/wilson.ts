import { Z95 } from "./student.ts";

/**
 * The 95 % score interval of a share (Wilson 1927). It keeps its coverage near 0 and 1, where roll-outs often end.
 * @returns [low, high] in [0, 1]; [0, 1] if there are no trials
 */
export function wilsonInterval(successes: number, trials: number): [low: number, high: number] {
  return trials === 0 ? [0, 1] : scoreInterval(successes / trials, trials);
}

/**
 * Wilson's interval of a share with the standard error of `trials` independent trials, which need not be a whole
 * number.
 * @param quantile standard errors on each side
 * @returns [low, high] in [0, 1], around the share
 */
export function scoreInterval(share: number, trials: number, quantile = Z95): [low: number, high: number] {
  const z2n = quantile ** 2 / trials;
  const centre = (share + z2n / 2) / (1 + z2n);
  const half = Math.sqrt(share * (1 - share) * z2n + z2n ** 2 / 4) / (1 + z2n);
  // Rounding must not put the share outside of its interval.
  return [Math.max(0, Math.min(share, centre - half)), Math.min(1, Math.max(share, centre + half))];
}

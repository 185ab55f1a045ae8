import { logGamma } from "./log-gamma.ts";

/** The 97.5 % quantile of the normal distribution. */
export const Z95 = 1.959963984540054;

/** With this many degrees of freedom Student's t equals the normal distribution to five digits. */
const MOST_FREEDOM = 1e5;

/** The chance that |T| ≥ |t| for Student's T with `freedom` degrees of freedom, which may be fractional or infinite. */
export function twoSided(t: number, freedom: number): number {
  const nu = Math.min(freedom, MOST_FREEDOM);
  if (!Number.isFinite(t)) return Number.isNaN(t) ? Number.NaN : 0;
  return incompleteBeta(nu / (nu + t * t), nu / 2, 0.5);
}

/** Student's two-sided 95 % quantile: the t that |T| exceeds with a chance of 5 %. */
export function quantile95(freedom: number): number {
  if (freedom >= MOST_FREEDOM) return Z95;
  let [low, high] = [Z95, 2 * Z95];
  while (twoSided(high, freedom) > 0.05) [low, high] = [high, 2 * high];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (twoSided(middle, freedom) > 0.05) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The regularised incomplete beta function I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  // The fraction converges fast below the mean of the distribution; above the mean, I_x(a, b) = 1 − I_{1−x}(b, a) leads
  // there.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  return front / continuedFraction(x, a, b);
}

const STEPS = 400;
const TOLERANCE = 1e-15;

/** 1 + d_1/(1 + d_2/(1 + …)), evaluated from the front (Lentz's method). */
function continuedFraction(x: number, a: number, b: number): number {
  let [value, numerator, denominator] = [1, 1, 0];
  for (let step = 1; step <= STEPS; step++) {
    const m = step >> 1;
    const d =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + step - 1) * (a + step))
        : (-(a + m) * (a + b + m) * x) / ((a + step - 1) * (a + step));
    denominator = 1 / (1 + d * denominator);
    numerator = 1 + d / numerator;
    value *= numerator * denominator;
    if (Math.abs(numerator * denominator - 1) < TOLERANCE) break;
  }
  return value;
}

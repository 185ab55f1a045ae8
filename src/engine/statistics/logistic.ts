import { mean, once } from "./statistic.ts";

/** The curve σ(slope · x + intercept). */
export interface Logistic {
  slope: number;
  intercept: number;
}

/** The logistic function. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

export function predictedProbability({ slope, intercept }: Logistic, x: number): number {
  return sigmoid(slope * x + intercept);
}

/** Iteration ends when the mean gradient of the log-likelihood is below this. */
const TOLERANCE = 1e-10;
const ITERATIONS = 100;
/** Keeps the Hessian invertible if x does not vary or the predictions are certain. */
const RIDGE = 1e-12;

/**
 * The maximum-likelihood logistic curve of outcomes over x, by Newton's method. If x separates the outcomes, the
 * likelihood has no maximum, and iteration ends when the predictions equal the outcomes to about ten digits. If x does
 * not vary, the slope is 0.
 * @param outcomes 0 or 1
 */
export function fitLogistic(x: ArrayLike<number>, outcomes: ArrayLike<number>): Logistic {
  // x is centred and scaled, so that one tolerance fits rewards and token counts.
  const all = once(x.length);
  const centre = mean(x)(all);
  const scale = Math.sqrt(mean(Array.from(x, (value) => (value - centre) ** 2))(all)) || 1;
  const z = Float64Array.from(x, (value) => (value - centre) / scale);
  let fitted: Logistic = { slope: 0, intercept: 0 };
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const step = newtonStep(fitted, z, outcomes);
    if (step === null) break;
    fitted = ascend(fitted, step, z, outcomes);
  }
  return { slope: fitted.slope / scale, intercept: fitted.intercept - (fitted.slope * centre) / scale };
}

/** The Newton step; null if the gradient is practically zero. */
function newtonStep(at: Logistic, z: Float64Array, outcomes: ArrayLike<number>): Logistic | null {
  let [g0, g1, h00, h01, h11] = [0, 0, RIDGE, 0, RIDGE];
  for (let i = 0; i < z.length; i++) {
    const x = z[i] as number;
    const p = predictedProbability(at, x);
    const residual = (outcomes[i] as number) - p;
    g0 += residual / z.length;
    g1 += (residual * x) / z.length;
    const curvature = (p * (1 - p)) / z.length;
    h00 += curvature;
    h01 += curvature * x;
    h11 += curvature * x * x;
  }
  if (Math.max(Math.abs(g0), Math.abs(g1)) < TOLERANCE) return null;
  const determinant = h00 * h11 - h01 * h01;
  return { intercept: (h11 * g0 - h01 * g1) / determinant, slope: (h00 * g1 - h01 * g0) / determinant };
}

/** Takes a Newton step, halved until the likelihood does not fall: far from the maximum a whole step can overshoot. */
function ascend(from: Logistic, step: Logistic, z: Float64Array, outcomes: ArrayLike<number>): Logistic {
  const before = logLikelihood(from, z, outcomes);
  for (let share = 1; share > 1e-6; share /= 2) {
    const to = { slope: from.slope + share * step.slope, intercept: from.intercept + share * step.intercept };
    if (logLikelihood(to, z, outcomes) >= before) return to;
  }
  return from;
}

function logLikelihood({ slope, intercept }: Logistic, z: Float64Array, outcomes: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    const logit = slope * (z[i] as number) + intercept;
    // log σ(u) = min(u, 0) − log(1 + e^−|u|), where u is the logit of the observed outcome.
    const u = (outcomes[i] as number) > 0.5 ? logit : -logit;
    sum += Math.min(u, 0) - Math.log1p(Math.exp(-Math.abs(u)));
  }
  return sum;
}

/** A curve over steps; it may lack steps that other curves have. */
export interface StepCurve {
  steps: readonly number[];
  values: readonly number[];
}

/** Several curves over the union of their steps, in uPlot's form: the steps, then one column per curve. */
export function alignedCurves(curves: readonly StepCurve[]): [number[], ...(number | null)[][]] {
  const steps = union(curves.map((curve) => curve.steps));
  const columns = curves.map((curve) => {
    let next = 0;
    return steps.map((step) => {
      if (curve.steps[next] !== step) return null;
      const value = curve.values[next];
      next += 1;
      return value !== undefined && Number.isFinite(value) ? value : null;
    });
  });
  return [steps, ...columns];
}

/** All steps of the lists in ascending order, each once. */
function union(lists: readonly (readonly number[])[]): number[] {
  const steps = new Set(lists.flat());
  return [...steps].sort((a, b) => a - b);
}

/**
 * The exponential moving average with Kingma & Ba's correction, so that the first values are not drawn to 0.
 * @param smoothing share of the past; 0 leaves a curve unchanged
 */
export function smoothed({ steps, values }: StepCurve, smoothing: number): StepCurve {
  if (smoothing === 0) return { steps, values };
  let sum = 0;
  let weight = 0;
  const means = values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    sum = smoothing * sum + (1 - smoothing) * value;
    weight = smoothing * weight + (1 - smoothing);
    return sum / weight;
  });
  return { steps, values: means };
}

/** The last known value at or before a step; null if there is none. */
export function lastValueAt(steps: readonly number[], column: readonly (number | null | undefined)[], step: number) {
  for (let i = steps.length - 1; i >= 0; i--) {
    const value = column[i];
    if ((steps[i] as number) <= step && value !== null && value !== undefined) return value;
  }
  return null;
}

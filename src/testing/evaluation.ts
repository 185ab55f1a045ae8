import type { MeasuredUnits, Measurements } from "../engine/evaluation/metrics/measurement.ts";
import type { LabelledTrajectory, ScoredRecords, TrajectoryComparison } from "../engine/evaluation/trajectory.ts";
import { once } from "../engine/statistics/statistic.ts";

/**
 * A trajectory with one token per step and one more token that ends it; `rewards` are those at the prompt, the steps
 * and the end.
 */
export interface PlainTrajectory extends Partial<LabelledTrajectory> {
  /** v_{−1}, v_0, …, v_T, and r_n if it differs from the last of them. */
  rewards: readonly number[];
}

/** Scored records with known labels, each of a problem of its own by default. */
export function scoredRecords(
  plain: readonly PlainTrajectory[],
  comparisons: readonly Partial<TrajectoryComparison>[] = [],
): ScoredRecords {
  return {
    trajectories: plain.map(({ rewards, ...given }, i): LabelledTrajectory => {
      const steps = rewards.length - 1;
      return {
        problem: `problem ${i}`,
        where: `line ${i + 1}`,
        prompt: `prompt ${i}`,
        response: `response ${i}`,
        promptIds: [1],
        responseIds: Array.from({ length: steps }, (_, t) => t),
        correct: null,
        stepEnds: Array.from({ length: steps }, (_, t) => t),
        firstWrongStep: null,
        q: null,
        values: [],
        classQ: null,
        mistake: null,
        ...given,
      };
    }),
    rewards: plain.map(({ rewards: [prompt = 0, ...tokens] }) => ({ prompt, tokens: Float32Array.from(tokens) })),
    comparisons: comparisons.map((given, i) => ({
      problem: `problem ${i}`,
      where: `line ${i + 1}`,
      chosen: [],
      rejected: [],
      subset: null,
      id: null,
      ...given,
    })),
  };
}

/** Pairs of responses that are given by their outcome rewards. */
export function scoredPairs(outcomes: readonly (readonly [chosen: number, rejected: number])[]): ScoredRecords {
  return scoredRecords(
    outcomes.flat().map((reward) => ({ rewards: [0, reward] })),
    outcomes.map((_, i) => ({ chosen: [2 * i], rejected: [2 * i + 1] })),
  );
}

/** The value of a measured figure; throws if it is missing. */
export function figureOf(measurements: Measurements, id: string): number {
  const { statistic, units } = measuredOf(measurements, id);
  return statistic(once(units.length));
}

export function measuredOf(measurements: Measurements, id: string): MeasuredUnits {
  const measurement = measurements[id];
  if (measurement && "statistic" in measurement) return measurement;
  throw new Error(`${id}: ${measurement?.missing ?? "not measured"}`);
}

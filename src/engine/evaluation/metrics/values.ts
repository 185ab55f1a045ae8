import { spearman } from "../../statistics/correlation.ts";
import { midRanks, orderOf } from "../../statistics/order.ts";
import { SIGNED } from "../../statistics/range.ts";
import { noiseCeiling } from "../../statistics/split-half.ts";
import { mean, once, type Statistic } from "../../statistics/statistic.ts";
import type { Metric, ValuePoint } from "../report.ts";
import { type LabelledRecords, rewardAt, type ScoredRecords } from "../trajectory.ts";
import { estimatedValue } from "../value-edges.ts";
import type { ValueEstimate } from "../values.ts";
import { correlations, groupsOf, meanCorrelation } from "./grouped-correlation.ts";
import { allMissing, type JudgeView, type Measured, type Measurements, type Missing, meanLoss } from "./measurement.ts";
import { isRight } from "./steps.ts";

const shared = { group: "values", better: "higher", unit: "number", range: SIGNED, records: "trajectory" } as const;

export const valueMetrics: readonly Metric[] = [
  {
    id: "values/pooled",
    name: "Value correlation",
    ...shared,
    about: "Spearman's ρ of reward and measured value V̂ over all prefixes; the truth's is the noise ceiling.",
  },
  {
    id: "values/within",
    name: "… within responses",
    ...shared,
    about: "Spearman's ρ within each response whose value changes, averaged.",
  },
  {
    id: "values/position",
    name: "… at fixed position",
    ...shared,
    about:
      "Spearman's ρ over prefixes with equally many steps, averaged by their number: what position cannot explain.",
  },
];

const NO_VALUES: Missing = { missing: "No values were measured of these responses." };

/** A measured prefix. */
interface MeasuredPrefix extends ValueEstimate {
  trajectory: number;
  /** Its place among the measured prefixes of its trajectory. */
  ordinal: number;
}

function measuredPrefixes({ trajectories }: LabelledRecords): MeasuredPrefix[] {
  return trajectories.flatMap(({ values }, trajectory) =>
    values.map((estimate, ordinal) => ({ ...estimate, trajectory, ordinal })),
  );
}

export function measureValues({ records }: JudgeView): Measurements {
  const prefixes = measuredPrefixes(records);
  const rewards = prefixes.map(({ trajectory, position }) => rewardAt(records.rewards[trajectory], position));
  return correlate(prefixes, (kind) => kind(rewards, prefixes.map(estimatedValue)), rewards);
}

/** What a judge could reach at best: V̂ itself is noisy. */
export function measureNoiseCeiling(records: LabelledRecords): Measurements {
  const prefixes = measuredPrefixes(records);
  const shares = prefixes.map(({ successes, rollouts }) => ({ successes, trials: rollouts }));
  return correlate(prefixes, (kind) => noiseCeiling(shares, kind), prefixes.map(estimatedValue));
}

type Correlation = (a: ArrayLike<number>, b: ArrayLike<number>) => Statistic;

/**
 * The three correlations of something about measured prefixes.
 * @param statisticOf what is measured, given the kind of correlation
 * @param rewards what stands beside V̂ when records are ordered by how far off they are
 */
function correlate(
  prefixes: readonly MeasuredPrefix[],
  statisticOf: (kind: Correlation) => Statistic,
  rewards: readonly number[],
): Measurements {
  if (prefixes.length === 0) return allMissing(valueMetrics, NO_VALUES);
  const values = prefixes.map(estimatedValue);
  const units = prefixes.map(({ trajectory }) => trajectory);
  const responses = groupsOf(units).filter((group) => new Set(group.map((i) => values[i])).size > 1);
  const positions = groupsOf(prefixes.map(({ ordinal }) => ordinal));
  const loss = meanLoss(units, rankGaps(rewards, values));
  const responseOf = (group: readonly number[]) => units[group[0] as number] as number;
  const within: Measured = {
    statistic: statisticOf((a, b) => mean(correlations(responses, a, b))),
    units: responses.map(responseOf),
    loss: new Map(
      correlations(responses, rewards, values).map((rho, i) => [responseOf(responses[i] as number[]), -rho]),
    ),
  };
  return {
    "values/pooled": { statistic: statisticOf(spearman), units, loss },
    "values/within":
      responses.length > 0 ? within : { missing: "There is no response here whose value changes along the way." },
    "values/position": { statistic: statisticOf((a, b) => meanCorrelation(positions, a, b)), units, loss },
  };
}

/** How many places apart reward and value stand, as a share of all. */
function rankGaps(rewards: readonly number[], values: readonly number[]): number[] {
  const ranks = (of: readonly number[]) => midRanks(orderOf(of), once(of.length));
  const [byReward, byValue] = [ranks(rewards), ranks(values)];
  return rewards.map((_, i) => Math.abs((byReward[i] as number) - (byValue[i] as number)) / rewards.length);
}

/** Every measured prefix beside its reward. */
export function valuePoints(records: ScoredRecords): ValuePoint[] | null {
  const points = measuredPrefixes(records).map((prefix): ValuePoint => {
    const { trajectory, position } = prefix;
    const { stepEnds = [], firstWrongStep = null } = records.trajectories[trajectory] ?? {};
    const stepsDone = stepEnds.filter((end) => end <= position).length;
    return {
      trajectory,
      position,
      value: estimatedValue(prefix),
      reward: rewardAt(records.rewards[trajectory], position),
      right: firstWrongStep === null ? null : stepsDone === 0 || isRight(stepsDone - 1, firstWrongStep),
    };
  });
  return points.length > 0 ? points : null;
}

import { msg } from "../../../i18n/msg.ts";
import { spearman } from "../../statistics/correlation.ts";
import { midRanks, orderOf } from "../../statistics/order.ts";
import { SIGNED } from "../../statistics/range.ts";
import { noiseCeiling } from "../../statistics/split-half.ts";
import { mean, once, type Statistic } from "../../statistics/statistic.ts";
import { isExact, knownValue, VALUE_SYMBOLS, type ValueKind, valuesAtSteps } from "../known-value.ts";
import type { Metric, ReportedValue } from "../report.ts";
import { type KnownValue, type LabelledRecords, rewardAt, type ScoredRecords } from "../trajectory.ts";
import { correlations, groupsOf, meanCorrelation } from "./grouped-correlation.ts";
import {
  allMissing,
  type JudgeView,
  type MeasuredUnits,
  type Measurements,
  type Missing,
  meanLoss,
} from "./measurement.ts";
import { isRight } from "./steps.ts";

const shared = { group: "values", better: "higher", unit: "number", range: SIGNED, records: "trajectory" } as const;

const TRUTHS: Record<ValueKind, string> = {
  measured: msg("measured value V̂; the truth's is the noise ceiling"),
  exact: msg("exact value V* under the class of students"),
};

/** @param kind whether the values are exact or measured; the names of the columns say which */
export function valueMetrics(kind: ValueKind): Metric[] {
  const symbol = VALUE_SYMBOLS[kind];
  return [
    {
      id: "values/pooled",
      name: msg(`Correlation with ${symbol}`),
      ...shared,
      about: msg(`Spearman's ρ over all prefixes with a value, of reward and ${TRUTHS[kind]}.`),
    },
    {
      id: "values/steps",
      name: msg("… at step ends"),
      ...shared,
      about: msg("Spearman's ρ over the ends of steps alone."),
    },
    {
      id: "values/within",
      name: msg("… within responses"),
      ...shared,
      about: msg("Spearman's ρ within each response whose value changes, averaged."),
    },
    {
      id: "values/position",
      name: msg("… at fixed position"),
      ...shared,
      about: msg(
        "Spearman's ρ over the ends of steps with equally many steps before them, averaged by their number: what position cannot explain.",
      ),
    },
  ];
}

const NO_VALUES: Missing = { missing: msg("No values are known of these responses.") };
const NO_ERROR: Missing = { missing: msg("Exact values have no sampling error: the ceiling is 1.") };

/** A prefix whose value is known. */
interface KnownPrefix {
  trajectory: number;
  position: number;
  known: KnownValue;
  /** Index among the trajectory's ends of prompt (0) and steps (1, 2, …); null for a prefix that ends within a step. */
  ordinal: number | null;
}

function knownPrefixes({ trajectories }: LabelledRecords): KnownPrefix[] {
  return trajectories.flatMap((each, trajectory) => {
    const atSteps = valuesAtSteps(each);
    return each.values.map((known) => {
      const ordinal = atSteps.indexOf(known);
      return { trajectory, position: known.position, known, ordinal: ordinal < 0 ? null : ordinal };
    });
  });
}

export function valueMeasurements({ records }: JudgeView): Measurements {
  const prefixes = knownPrefixes(records);
  const rewards = prefixes.map(({ trajectory, position }) => rewardAt(records.rewards[trajectory], position));
  const values = prefixes.map(({ known }) => knownValue(known));
  return correlate(prefixes, (kind, places) => kind(at(rewards, places), at(values, places)), rewards);
}

/** The best correlation that a judge could reach although V̂ is noisy. */
export function measureNoiseCeiling(records: LabelledRecords): Measurements {
  const prefixes = knownPrefixes(records);
  const shares = prefixes.flatMap(({ known }) =>
    isExact(known) ? [] : [{ successes: known.successes, trials: known.rollouts }],
  );
  if (shares.length < prefixes.length) return allMissing(valueMetrics("exact"), NO_ERROR);
  return correlate(
    prefixes,
    (kind, places) =>
      noiseCeiling(
        places.map((i) => shares[i] as (typeof shares)[number]),
        kind,
      ),
    prefixes.map(({ known }) => knownValue(known)),
  );
}

type Correlation = (a: ArrayLike<number>, b: ArrayLike<number>) => Statistic;

/**
 * Correlates a quantity of prefixes with their known values.
 * @param statisticOf makes the correlation's statistic for the prefixes with the given indices
 * @param rewards ranks that are compared with the values' ranks when records are ordered by error
 */
function correlate(
  prefixes: readonly KnownPrefix[],
  statisticOf: (kind: Correlation, places: readonly number[]) => Statistic,
  rewards: readonly number[],
): Measurements {
  if (prefixes.length === 0) return allMissing(valueMetrics("measured"), NO_VALUES);
  const values = prefixes.map(({ known }) => knownValue(known));
  const all = [...prefixes.keys()];
  const steps = all.filter((i) => (prefixes[i]?.ordinal ?? 0) > 0);
  const units = prefixes.map(({ trajectory }) => trajectory);
  const responses = groupsOf(units).filter((group) => new Set(at(values, group)).size > 1);
  const responseOf = (group: readonly number[]) => units[group[0] as number] as number;
  const within: MeasuredUnits = {
    statistic: statisticOf((a, b) => mean(correlations(responses, a, b)), all),
    units: responses.map(responseOf),
    loss: new Map(
      correlations(responses, rewards, values).map((rho, i) => [responseOf(responses[i] as number[]), -rho]),
    ),
  };
  const over = (places: readonly number[], kind: Correlation): MeasuredUnits => {
    const own = at(units, places);
    const loss = meanLoss(own, rankGaps(at(rewards, places), at(values, places)));
    return { statistic: statisticOf(kind, places), units: own, loss };
  };
  const grid = all.filter((i) => prefixes[i]?.ordinal !== null);
  const positions = groupsOf(grid.map((i) => prefixes[i]?.ordinal as number));
  return {
    "values/pooled": over(all, spearman),
    "values/steps":
      steps.length > 0 ? over(steps, spearman) : { missing: msg("No values are known at the ends of steps.") },
    "values/within":
      responses.length > 0 ? within : { missing: msg("There is no response here whose value changes along the way.") },
    "values/position": over(grid, (a, b) => meanCorrelation(positions, a, b)),
  };
}

function at<T>(items: readonly T[], places: readonly number[]): T[] {
  return places.map((i) => items[i] as T);
}

/** How many ranks reward and value are apart, as a share of the number of prefixes. */
function rankGaps(rewards: readonly number[], values: readonly number[]): number[] {
  const ranks = (of: readonly number[]) => midRanks(orderOf(of), once(of.length));
  const [byReward, byValue] = [ranks(rewards), ranks(values)];
  return rewards.map((_, i) => Math.abs((byReward[i] as number) - (byValue[i] as number)) / rewards.length);
}

/** Every end of a prompt or step whose value is known, with the value and the reward. */
export function valuePoints(records: ScoredRecords): ReportedValue[] | null {
  const points = knownPrefixes(records).flatMap(({ trajectory, position, known, ordinal }): ReportedValue[] => {
    if (ordinal === null) return [];
    const { stepEnds = [], firstWrongStep = null } = records.trajectories[trajectory] ?? {};
    const stepsDone = stepEnds.filter((end) => end <= position).length;
    return [
      {
        trajectory,
        position,
        value: knownValue(known),
        reward: rewardAt(records.rewards[trajectory], position),
        right: firstWrongStep === null ? null : stepsDone === 0 || isRight(stepsDone - 1, firstWrongStep),
      },
    ];
  });
  return points.length > 0 ? points : null;
}

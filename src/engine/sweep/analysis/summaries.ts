import type { Estimate } from "../../statistics/estimate.ts";
import { meanOf, pairedDifference } from "../../statistics/paired.ts";
import { type Range, rangeOfDifferences, SHARE } from "../../statistics/range.ts";
import { BASELINE, type SweepObjective } from "../plan.ts";
import type { SweepRecord } from "../record.ts";
import type { Assignment } from "../space.ts";
import type { Trial } from "../trial.ts";

/** The result of one configuration's finished trials. */
export interface ConfigurationSummary {
  configuration: number;
  values: Assignment;
  /** The objective by seed. */
  bySeed: ReadonlyMap<number, number>;
  /** Mean objective with a 95 % interval over seeds. */
  estimate: Estimate;
}

/**
 * Summaries of every configuration with a finished trial of the sweep's own seeds; stopped or failed trials have no
 * final figure.
 */
export function summaries({ plan, trials }: SweepRecord): ConfigurationSummary[] {
  return summariesWith(plan.objective, trials, plan.seeds).filter(({ configuration }) => configuration !== BASELINE);
}

/** The configuration with the best mean, and how many it was chosen from. */
export interface Best {
  summary: ConfigurationSummary;
  /** Number of configurations that are finished with every seed; the best was chosen among them. */
  among: number;
  /** Number of ended trials: finished, stopped or failed. */
  trials: number;
}

/** The best configuration; null before a configuration is finished with every seed. */
export function bestOf(record: SweepRecord): Best | null {
  const { seeds, objective } = record.plan;
  const complete = summaries(record).filter(({ bySeed }) => bySeed.size === seeds.length);
  const [first, ...others] = complete;
  if (!first) return null;
  const sign = signOf(objective);
  const summary = others.reduce(
    (best, other) => (sign * other.estimate.value > sign * best.estimate.value ? other : best),
    first,
  );
  const trials = record.trials.filter(({ configuration }) => configuration !== BASELINE).length;
  return { summary, among: complete.length, trials };
}

/** The chosen configuration's result on seeds that played no part in choosing it. */
export interface Confirmed {
  configuration: number;
  /** Objective of the configuration and of the unchanged base, and the difference of the two, all over fresh seeds. */
  chosen: Estimate;
  baseline: Estimate;
  advantage: Estimate;
  /** Whether the interval of the difference lies above 0. */
  better: boolean;
}

/** The result of a confirmation; null without one, or before two seeds have ended for both configuration and base. */
export function confirmed({ plan, confirmation, trials }: SweepRecord): Confirmed | null {
  if (!confirmation) return null;
  const { configuration, seeds } = confirmation;
  const of = (wanted: number) =>
    summariesWith(plan.objective, trials, seeds).find((summary) => summary.configuration === wanted)?.bySeed;
  const [chosen, baseline] = [of(configuration), of(BASELINE)];
  const both = seeds.filter((seed) => chosen?.has(seed) && baseline?.has(seed));
  if (!chosen || !baseline || both.length < 2) return null;
  const values = (from: ReadonlyMap<number, number>) => both.map((seed) => from.get(seed) as number);
  const sign = signOf(plan.objective);
  const signed = (from: ReadonlyMap<number, number>) => values(from).map((value) => sign * value);
  const range = objectiveRange(plan.objective);
  const advantage = pairedDifference(signed(chosen), signed(baseline), rangeOfDifferences(range));
  return {
    configuration,
    chosen: meanOf(values(chosen), range),
    baseline: meanOf(values(baseline), range),
    advantage,
    better: advantage.low > 0,
  };
}

/** Bounds of the objective: 0 and 1 for accuracies; null for objectives without bounds. */
export function objectiveRange({ metric }: SweepObjective): Range | null {
  return metric.split("/").at(-1) === "accuracy" ? SHARE : null;
}

/** 1 if the objective is maximised, −1 if it is minimised. */
export function signOf({ goal }: SweepObjective): 1 | -1 {
  return goal === "maximise" ? 1 : -1;
}

function summariesWith(
  objective: SweepObjective,
  trials: readonly Trial[],
  seeds: readonly number[],
): ConfigurationSummary[] {
  const { metric } = objective;
  const range = objectiveRange(objective);
  const groups = new Map<number, Trial[]>();
  for (const trial of trials) {
    if (trial.status !== "finished" || !seeds.includes(trial.seed)) continue;
    groups.set(trial.configuration, [...(groups.get(trial.configuration) ?? []), trial]);
  }
  return [...groups].map(([configuration, group]) => {
    const bySeed = new Map(group.map(({ seed, metrics }) => [seed, metrics[metric] as number]));
    const [{ values }] = group as [Trial];
    return { configuration, values, bySeed, estimate: meanOf([...bySeed.values()], range) };
  });
}

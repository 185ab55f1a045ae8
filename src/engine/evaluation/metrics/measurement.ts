import type { Statistic } from "../../statistics/statistic.ts";
import type { Metric } from "../report.ts";
import type { LabelledRecords, ScoredRecords } from "../trajectory.ts";

/** One judge and the records it is measured on. */
export interface JudgeView {
  records: ScoredRecords;
  /** Where thresholds and calibration come from: never the records that are reported. */
  validation: ScoredRecords | null;
  /** Whether its rewards are logits, so that σ(r^c_n − r^j_m) is a probability as it stands. */
  logits: boolean;
}

/** What a figure is made of: units, such as steps, each of some record. */
export interface Measured {
  /** Counts units. */
  statistic: Statistic;
  /** The record of every unit, by the kind of record its metric names. */
  units: readonly number[];
  /** Of every record, how much it counts against the judge. */
  loss: ReadonlyMap<number, number>;
}

/** The problem of every unit: what intervals are drawn over. */
export function problemsOf(
  { units }: Measured,
  { records }: Metric,
  { trajectories, comparisons }: LabelledRecords,
): string[] {
  const all = records === "comparison" ? comparisons : trajectories;
  return units.map((record) => all[record]?.problem as string);
}

/** Why there is no figure. */
export interface Missing {
  missing: string;
}

/** By id of the metric. */
export type Measurements = Readonly<Record<string, Measured | Missing>>;

export const NO_VALIDATION: Missing = {
  missing: "Thresholds and calibration come from a validation file, and none was given.",
};

/** The same gap for all of a group of metrics. */
export function allMissing(metrics: readonly { id: string }[], reason: Missing): Measurements {
  return Object.fromEntries(metrics.map(({ id }) => [id, reason]));
}

/** The mean loss of each record's units. */
export function meanLoss(units: readonly number[], losses: ArrayLike<number>): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  units.forEach((record, i) => {
    const { sum, count } = sums.get(record) ?? { sum: 0, count: 0 };
    sums.set(record, { sum: sum + (losses[i] as number), count: count + 1 });
  });
  return new Map([...sums].map(([record, { sum, count }]) => [record, sum / count]));
}

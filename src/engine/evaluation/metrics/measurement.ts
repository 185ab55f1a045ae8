import { msg } from "../../../i18n/msg.ts";
import type { Statistic } from "../../statistics/statistic.ts";
import type { Metric } from "../report.ts";
import type { LabelledRecords, ScoredRecords } from "../trajectory.ts";

/** One judge with its rewards for the records it is measured on. */
export interface JudgeView {
  records: ScoredRecords;
  /** The validation records, from which thresholds and calibration are fitted; never the reported records. */
  validation: ScoredRecords | null;
  /** Whether the judge's rewards are logits, so that σ(r^c_n − r^j_m) is a probability without calibration. */
  logits: boolean;
}

/** What a figure is computed from: units, such as steps, each of which belongs to a record. */
export interface MeasuredUnits {
  /** The figure as a function of how often each unit counts. */
  statistic: Statistic;
  /** The record of every unit, an index into comparisons or trajectories as the metric's `records` says. */
  units: readonly number[];
  /** How much each record counts against the judge. */
  loss: ReadonlyMap<number, number>;
}

/** The problem of every unit; intervals are drawn over problems. */
export function problemsOf(
  { units }: MeasuredUnits,
  { records }: Metric,
  { trajectories, comparisons }: LabelledRecords,
): string[] {
  const all = records === "comparison" ? comparisons : trajectories;
  return units.map((record) => all[record]?.problem as string);
}

/** The reason why a figure is missing. */
export interface Missing {
  missing: string;
}

/** Measurements by metric id. */
export type Measurements = Readonly<Record<string, MeasuredUnits | Missing>>;

export const NO_VALIDATION: Missing = {
  missing: msg("Thresholds and calibration come from a validation file, and none was given."),
};

/** Gives every metric of a group the same reason for having no figure. */
export function allMissing(metrics: readonly { id: string }[], reason: Missing): Measurements {
  return Object.fromEntries(metrics.map(({ id }) => [id, reason]));
}

/** The mean loss over each record's units. */
export function meanLoss(units: readonly number[], losses: ArrayLike<number>): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  units.forEach((record, i) => {
    const { sum, count } = sums.get(record) ?? { sum: 0, count: 0 };
    sums.set(record, { sum: sum + (losses[i] as number), count: count + 1 });
  });
  return new Map([...sums].map(([record, { sum, count }]) => [record, sum / count]));
}

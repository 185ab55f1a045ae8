import type { LabelledTrajectory, TrajectoryComparison } from "../trajectory.ts";
import type { JudgeView, Measurements } from "./measurement.ts";

/** A part of the records that is measured by itself. */
export interface RecordsPart {
  hasComparison(comparison: TrajectoryComparison): boolean;
  hasTrajectory(trajectory: LabelledTrajectory): boolean;
}

/**
 * Measures a part of the records. Thresholds and calibration come from all validation records; units and losses refer
 * to records by their index among all records.
 * @param counts what the units of the measurements count: comparisons or trajectories
 */
export function measurePart(
  view: JudgeView,
  part: RecordsPart,
  counts: "comparison" | "trajectory",
  measure: (view: JudgeView) => Measurements,
): Measurements {
  const { comparisons, trajectories, rewards } = view.records;
  const places = placesOf(trajectories, (each) => part.hasTrajectory(each));
  const kept = placesOf(comparisons, (each) => part.hasComparison(each));
  const records =
    counts === "comparison"
      ? { trajectories, rewards, comparisons: kept.map((i) => comparisons[i] as TrajectoryComparison) }
      : {
          comparisons: [],
          trajectories: places.map((i) => trajectories[i] as LabelledTrajectory),
          rewards: places.map((i) => rewards[i] as (typeof rewards)[number]),
        };
  const placeOf = counts === "comparison" ? kept : places;
  const back = (record: number) => placeOf[record] as number;
  return Object.fromEntries(
    Object.entries(measure({ ...view, records })).map(([id, measured]) => [
      id,
      "missing" in measured
        ? measured
        : {
            statistic: measured.statistic,
            units: measured.units.map(back),
            loss: new Map([...measured.loss].map(([record, loss]) => [back(record), loss])),
          },
    ]),
  );
}

function placesOf<T>(items: readonly T[], has: (item: T) => boolean): number[] {
  return items.flatMap((item, i) => (has(item) ? [i] : []));
}

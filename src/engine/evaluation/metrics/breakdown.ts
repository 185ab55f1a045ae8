import type { Comparison, LabelledTrajectory } from "../trajectory.ts";
import type { JudgeView, Measurements } from "./measurement.ts";

/** Some of the records, measured by themselves. */
export interface RecordsPart {
  hasComparison(comparison: Comparison): boolean;
  hasTrajectory(trajectory: LabelledTrajectory): boolean;
}

/**
 * What is measured of a part of the records. Thresholds and calibration come from all of the validation records; units
 * and losses name records by their place among all.
 * @param counts what the units of all measurements count in
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
      ? { trajectories, rewards, comparisons: kept.map((i) => comparisons[i] as Comparison) }
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

import { sigmoid } from "../../engine/statistics/logistic.ts";
import { sharedLength } from "../../state/branches.ts";
import type { RewardScale } from "../../state/explore-state.ts";
import { type Axis, linearAxis, rewardAxis } from "./axis.ts";
import type { ColumnLayout } from "./columns.ts";
import type { FigureModel, FigureTrajectory } from "./model.ts";
import { stepEnds } from "./step-ends.ts";

export interface CurvePoint {
  column: number;
  value: number;
}

/** The lines of a quantity that every prefix has: one through the step ends, and one through every token behind it. */
export interface Line {
  /** Points at every token, for a light line. */
  tokens: CurvePoint[];
  /** Points at the step ends, for the main line. */
  main: CurvePoint[];
}

/** One reward model's process rewards along one trajectory. */
export interface Curve extends Line {
  /** The curve's key, unique in the figure. */
  key: string;
  model: FigureModel;
  letter: string;
  active: boolean;
}

/** V\* along one trajectory. */
export interface ExactCurve extends Line {
  id: number;
  letter: string;
  active: boolean;
  /** Column of the last known value, if no student writes what follows; null if the value is known to the end. */
  endsAt: number | null;
}

/** The curves of a figure; those of the active trajectory come last, so that they are drawn on top. */
export function rewardCurves(
  trajectories: readonly FigureTrajectory[],
  models: readonly FigureModel[],
  scale: RewardScale,
): Curve[] {
  const main = trajectories.find(({ active }) => active);
  const curves = trajectories.flatMap((trajectory) => {
    const { id, letter, active, rewards } = trajectory;
    const columns = ownColumns(trajectory, main);
    return models.map((model): Curve => {
      const values = rewards[model.id] ?? [];
      const drawn = scale === "sigma" ? values.map(sigmoid) : values;
      return { key: `${model.id} ${id}`, model, letter, active, ...lineOf(drawn, columns) };
    });
  });
  return activeLast(curves);
}

/** The exact values of a figure where they are known; those of the active trajectory come last. */
export function exactCurves(trajectories: readonly FigureTrajectory[]): ExactCurve[] {
  const main = trajectories.find(({ active }) => active);
  const curves = trajectories.flatMap((trajectory): ExactCurve[] => {
    const { id, letter, active, exact } = trajectory;
    if (!exact) return [];
    const values = [exact.prompt, ...exact.tokens];
    const unknown = values.indexOf(null);
    const known = (unknown < 0 ? values : values.slice(0, unknown)) as number[];
    const line = lineOf(known, ownColumns(trajectory, main));
    return line.tokens.length > 0 ? [{ id, letter, active, endsAt: unknown < 0 ? null : unknown - 1, ...line }] : [];
  });
  return activeLast(curves);
}

/** The columns of a trajectory that are drawn, and the step ends among them. */
interface Columns {
  from: number;
  ends: readonly number[];
}

/** The drawn columns: all of the active trajectory; of a compared one, those from the last step end that both share. */
function ownColumns(trajectory: FigureTrajectory, active: FigureTrajectory | undefined): Columns {
  const ends = stepEnds(trajectory);
  const shared = active && !trajectory.active ? sharedLength(active.tokens, trajectory.tokens) : 0;
  const from = ends.findLast((column) => column <= shared) ?? 0;
  return { from, ends: ends.filter((column) => column >= from) };
}

/** @param values by column; there may be fewer values than columns while tokens arrive, and NaN where nothing was judged */
function lineOf(values: readonly number[], { from, ends }: Columns): Line {
  const isKnown = (column: number) => !Number.isNaN(values[column] ?? Number.NaN);
  const point = (column: number): CurvePoint => ({ column, value: values[column] as number });
  return {
    tokens: values.flatMap((_, column) => (column >= from && isKnown(column) ? [point(column)] : [])),
    main: ends.filter(isKnown).map(point),
  };
}

function activeLast<T extends { active: boolean }>(curves: readonly T[]): T[] {
  return [...curves].sort((a, b) => Number(a.active) - Number(b.active));
}

/** An axis that all curves of a figure fit on. */
export function curveAxis(curves: readonly Curve[], scale: RewardScale, height: number): Axis {
  return scale === "sigma"
    ? linearAxis(height, [0, 1], [0, 0.25, 0.5, 0.75, 1])
    : rewardAxis(
        height,
        curves.flatMap(({ tokens }) => tokens.map(({ value }) => value)),
      );
}

/** The pixel of a point. */
export function pixelOf(
  { column, value }: CurvePoint,
  { columns }: ColumnLayout,
  axis: Axis,
): { x: number; y: number } {
  return { x: columns[column]?.center ?? 0, y: axis.y(value) };
}

/** The `points` attribute of a polyline. */
export function polylinePoints(points: readonly CurvePoint[], layout: ColumnLayout, axis: Axis): string {
  return points
    .map((point) => pixelOf(point, layout, axis))
    .map(({ x, y }) => `${x},${y.toFixed(2)}`)
    .join(" ");
}

import type { Effect } from "../../engine/sweep/analysis/effects.ts";
import { OBJECTIVE_AXIS, type Stretch, type Stretches } from "../../state/sweep-view.ts";
import { EVEN_PLACES, isInside, type Rows, type TrialAxis, ticksAt } from "./rows.ts";

/** The trials within all zoomed ranges, on axes that show only these ranges. */
export function zoomedRows({ axes, rows, range: [low, high] }: Rows, zoom: Stretches): Rows {
  const [from, to] = zoom[OBJECTIVE_AXIS] ?? [0, 1];
  return {
    axes: axes.map((axis) => zoomedAxis(axis, zoom[axis.id])),
    rows: rows.filter((row) => isInside(row, zoom)).map((row) => ({ ...row, places: zoomedPlaces(row.places, zoom) })),
    range: [low + (high - low) * from, low + (high - low) * to],
  };
}

/** A field's effect on a zoomed axis: levels outside of the range are left out, the others do not change. */
export function zoomedEffect(effect: Effect, zoom: Stretches): Effect {
  const stretch = zoom[effect.field];
  if (!stretch) return effect;
  const levels = effect.levels.filter(({ place }) => holds(stretch, place));
  return { ...effect, levels: levels.map((level) => ({ ...level, place: placeIn(stretch, level.place) })) };
}

function zoomedAxis(axis: TrialAxis, stretch: Stretch | undefined): TrialAxis {
  if (!stretch) return axis;
  const [low, high] = stretch;
  const textsAt = (places: readonly number[]) => axis.textsAt(places.map((place) => low + (high - low) * place));
  const ticks = axis.categorical
    ? axis.ticks
        .filter(({ place }) => holds(stretch, place))
        .map(({ place, text }) => ({ place: placeIn(stretch, place), text }))
    : ticksAt(EVEN_PLACES, textsAt);
  return { ...axis, ticks, textsAt };
}

function zoomedPlaces(places: Rows["rows"][number]["places"], zoom: Stretches) {
  const zoomed = Object.entries(zoom).map(([axis, stretch]) => [axis, placeIn(stretch, places[axis] as number)]);
  return { ...places, ...Object.fromEntries(zoomed) };
}

function holds([low, high]: Stretch, place: number): boolean {
  return place >= low && place <= high;
}

/** The place, on an axis that shows a range, of a place of the whole axis. */
function placeIn([low, high]: Stretch, place: number): number {
  return high > low ? (place - low) / (high - low) : 0.5;
}

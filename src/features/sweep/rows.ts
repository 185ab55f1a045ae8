import type { SweepPlan } from "../../engine/sweep/plan.ts";
import { BASELINE } from "../../engine/sweep/plan.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import { dimensions } from "../../engine/sweep/space.ts";
import { type Trial, trialKey } from "../../engine/sweep/trial.ts";
import { type Field, placeOf, type Value, type Variation, valueAt } from "../../engine/sweep/variation.ts";
import { OBJECTIVE_AXIS, type Stretches } from "../../state/sweep-view.ts";
import { axisNumber, axisTicks } from "../../ui/live-chart/axis-number.ts";
import { metricName } from "../../ui/metric-name.ts";
import { fieldLabel } from "./space/fields.ts";

/** An axis of the parallel coordinates, and a column of the table. */
export interface TrialAxis {
  id: string;
  label: string;
  ticks: readonly { place: number; text: string }[];
  /** Whether the axis has ticks at all of its values. */
  categorical: boolean;
  /** The texts of places on the axis, all written in one way. */
  textsAt(places: readonly number[]): string[];
}

/** A trial in the form that plots and table show. */
export interface Row {
  key: string;
  trial: Trial;
  /** Places by axis, [0, 1]; null if the trial has no value on an axis. */
  places: Readonly<Record<string, number | null>>;
  /** The objective; null if the trial failed. */
  objective: number | null;
}

export interface Rows {
  axes: TrialAxis[];
  rows: Row[];
  /** The objective at both ends of its axis. */
  range: readonly [low: number, high: number];
}

/** Ticks of an axis without values of its own. */
export const EVEN_PLACES = [0, 0.25, 0.5, 0.75, 1];

/** The axes of the varied fields and the objective, and every trial of the search on them. */
export function trialRows({ plan, trials }: SweepRecord): Rows {
  const fields = dimensions(plan);
  const searched = trials.filter(({ configuration, seed }) => configuration !== BASELINE && plan.seeds.includes(seed));
  const objectives = searched.flatMap((trial) => objectiveOf(trial, plan) ?? []);
  const low = Math.min(...objectives);
  const high = Math.max(...objectives);
  const span = high > low ? high - low : 1;
  const rows = searched.map((trial): Row => {
    const objective = objectiveOf(trial, plan);
    const places: Record<string, number | null> = Object.fromEntries(
      fields.map(([field, variation]) => {
        const value = trial.values[field];
        return [field, value === undefined ? null : placeOf(field, variation, value)];
      }),
    );
    places[OBJECTIVE_AXIS] = objective === null ? null : (objective - low) / span;
    return { key: trialKey(trial), trial, places, objective };
  });
  const textsAt = (places: readonly number[]) => axisTicks(places.map((place) => low + span * place));
  const objective: TrialAxis = {
    id: OBJECTIVE_AXIS,
    label: metricName(plan.objective.metric),
    ticks: objectives.length > 0 ? ticksAt(EVEN_PLACES, textsAt) : [],
    categorical: false,
    textsAt,
  };
  return {
    axes: [...fields.map(([field, variation]) => axisOf(field, variation)), objective],
    rows,
    range: [low, low + span],
  };
}

/** Whether a trial lies in all brushed ranges. */
export function isInside({ places }: Row, brushes: Stretches): boolean {
  return Object.entries(brushes).every(([axis, [low, high]]) => {
    const place = places[axis];
    return place !== null && place !== undefined && place >= low && place <= high;
  });
}

export function valueText(value: Value | undefined): string {
  if (value === undefined) return "–";
  if (typeof value === "number") return axisNumber(value);
  return typeof value === "string" ? value : value.join(" ") || "all";
}

function objectiveOf({ status, metrics }: Trial, { objective }: SweepPlan): number | null {
  return status === "failed" ? null : (metrics[objective.metric] ?? null);
}

function axisOf(field: Field, variation: Variation): TrialAxis {
  const textsAt = (places: readonly number[]) => {
    const values = places.map((place) => valueAt(field, variation, Math.min(place, 1 - 1e-9)));
    const numbers = values.filter((value) => typeof value === "number");
    return numbers.length === values.length ? axisTicks(numbers) : values.map(valueText);
  };
  const ticks =
    "choices" in variation
      ? variation.choices.map((value) => ({
          place: placeOf(field, variation, value),
          text: valueText(value),
        }))
      : ticksAt(EVEN_PLACES, textsAt);
  return { id: field, label: fieldLabel(field), ticks, categorical: "choices" in variation, textsAt };
}

/** Ticks at some places, all written in one way. */
export function ticksAt(places: readonly number[], textsAt: TrialAxis["textsAt"]): TrialAxis["ticks"] {
  const texts = textsAt(places);
  return places.map((place, i) => ({ place, text: texts[i] as string }));
}

/** What stands at a place of an axis. */
export function textAt(axis: Pick<TrialAxis, "textsAt">, place: number): string {
  return axis.textsAt([place])[0] as string;
}

/** The name of a stored sweep: when it was begun. */
export function sweepName(id: string): string {
  return new Date(Number(id)).toLocaleString();
}

/** Slider positions per decade: so many that a key press is a small change. */
const PLACES_PER_DECADE = 20;

/** A slider on which equal moves multiply by equal factors. */
export interface LogScale {
  /** The last position of the slider; the first is 0. */
  last: number;
  place(value: number): number;
  /** The value at a position, rounded to two digits (to a whole number if the step is whole). */
  value(place: number, from: number): number;
}

/** @param step the smallest change; 1 keeps values whole */
export function logScale(min: number, max: number, step: number): LogScale {
  const decades = Math.log10(max / min);
  const last = Math.round(decades * PLACES_PER_DECADE);
  const place = (value: number) => (Math.log10(value / min) / decades) * last;
  return {
    last,
    place,
    value(at, from) {
      const exact = min * 10 ** ((at / last) * decades);
      const rounded = Number.isInteger(step) ? Math.round(exact) : Number(exact.toPrecision(2));
      // If rounding would undo a key press, the value moves by one step.
      const moved = rounded === from ? from + Math.sign(at - place(from)) * step : rounded;
      return Math.min(max, Math.max(min, Number(moved.toPrecision(6))));
    },
  };
}

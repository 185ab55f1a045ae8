import type { Variations } from "../../../engine/sweep/space.ts";
import {
  type Field,
  isCounted,
  placeOf,
  type Value,
  type Variation,
  valueAt,
} from "../../../engine/sweep/variation.ts";
import type { Stretch, Stretches } from "../../../state/sweep-view.ts";

/** The variations, narrowed to the brushed ranges of their axes. */
export function brushedVariations(vary: Variations, brushes: Stretches): Variations {
  const entries = Object.entries(vary) as [Field, Variation][];
  return Object.fromEntries(
    entries.map(([field, variation]) => {
      const brush = brushes[field];
      return [field, brush ? narrowed(field, variation, brush) : variation];
    }),
  );
}

function narrowed(field: Field, variation: Variation, [low, high]: Stretch): Variation {
  if ("choices" in variation) {
    const inside = (value: Value) => {
      const place = placeOf(field, variation, value);
      return place >= low && place <= high;
    };
    const choices = variation.choices.filter(inside);
    return choices.length > 0 ? { ...variation, choices } : variation;
  }
  const at = (place: number) => valueAt(field, variation, Math.min(place, 1 - 1e-9)) as number;
  const ends = [at(low), at(high)] as const;
  // A narrow brush on whole numbers may contain a single number.
  if (ends[0] >= ends[1]) return isCounted(field) ? { choices: [ends[0]] } : variation;
  return "logRange" in variation ? { ...variation, logRange: ends } : { ...variation, range: ends };
}

import { spearman } from "../../statistics/correlation.ts";
import type { Estimate } from "../../statistics/estimate.ts";
import { meanOf } from "../../statistics/paired.ts";
import type { Range } from "../../statistics/range.ts";
import { once } from "../../statistics/statistic.ts";
import { dimensions, type Space } from "../space.ts";
import { type Field, placeOf, type Value, type Variation } from "../variation.ts";
import type { ConfigurationSummary } from "./summaries.ts";

/** The objective for one value of a field, or for one stretch of its range. */
export interface Level {
  /** The level's place on the field's axis, [0, 1]. */
  place: number;
  /** The field's value, or both ends of the stretch. */
  values: readonly Value[];
  /** Number of configurations at the level. */
  configurations: number;
  /** Mean of the objective over the level's configurations, with a 95 % interval over seeds. */
  estimate: Estimate;
}

/** A field's effect on the objective. */
export interface Effect {
  field: Field;
  levels: Level[];
  /**
   * Spearman's ρ of value and objective over configurations; null if the values have no order, NaN if either does not
   * vary.
   */
  rank: number | null;
}

/** Number of stretches that a range is cut into, with equally many configurations each. */
const STRETCHES = 5;

/**
 * The effect of every varied field, over the configurations in which the field has a meaning.
 * @param range bounds of the objective (`objectiveRange`)
 */
export function effects(space: Space, found: readonly ConfigurationSummary[], range: Range | null): Effect[] {
  return dimensions(space).map(([field, variation]) => {
    const having = found.filter(({ values }) => values[field] !== undefined);
    return { field, levels: levelsOf(field, variation, having, range), rank: rankOf(field, variation, having) };
  });
}

function levelsOf(
  field: Field,
  variation: Variation,
  found: readonly ConfigurationSummary[],
  range: Range | null,
): Level[] {
  const place = ({ values }: ConfigurationSummary) => placeOf(field, variation, values[field] as Value);
  const ordered = [...found].sort((a, b) => place(a) - place(b));
  return partsOf(ordered, place, "choices" in variation ? variation.choices.length : STRETCHES).map((part) => {
    const ends = [...new Set([part[0], part.at(-1)].map((summary) => summary?.values[field] as Value))];
    return {
      place: part.reduce((sum, summary) => sum + place(summary), 0) / part.length,
      values: ends,
      configurations: part.length,
      estimate: overSeeds(part, range),
    };
  });
}

/** Cuts a sorted list into consecutive parts of about equal size; items at one place stay together. */
function partsOf<T>(ordered: readonly T[], place: (item: T) => number, most: number): T[][] {
  const groups: T[][] = [];
  for (const item of ordered) {
    const last = groups.at(-1);
    if (last && place(last[0] as T) === place(item)) last.push(item);
    else groups.push([item]);
  }
  if (groups.length <= most) return groups;
  const parts: T[][] = [];
  let seen = 0;
  for (const group of groups) {
    const part = Math.floor(((seen + group.length / 2) / ordered.length) * most);
    parts[part] = [...(parts[part] ?? []), ...group];
    seen += group.length;
  }
  return parts.filter((part) => part !== undefined);
}

/** The mean over seeds of each seed's mean: seeds are independent, configurations were chosen. */
function overSeeds(part: readonly ConfigurationSummary[], range: Range | null): Estimate {
  const bySeed = new Map<number, number[]>();
  for (const { bySeed: values } of part) {
    for (const [seed, value] of values) bySeed.set(seed, [...(bySeed.get(seed) ?? []), value]);
  }
  const means = [...bySeed.values()].map((values) => values.reduce((sum, x) => sum + x, 0) / values.length);
  return meanOf(means, range);
}

function rankOf(field: Field, variation: Variation, found: readonly ConfigurationSummary[]): number | null {
  if ("choices" in variation && variation.choices.some((value) => typeof value !== "number")) return null;
  const values = found.map((summary) => summary.values[field] as number);
  const objective = found.map(({ estimate }) => estimate.value);
  return spearman(values, objective)(once(found.length));
}

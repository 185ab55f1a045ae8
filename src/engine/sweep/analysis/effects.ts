import { spearman } from "../../statistics/correlation.ts";
import type { Estimate } from "../../statistics/estimate.ts";
import { meanOf } from "../../statistics/paired.ts";
import type { Range } from "../../statistics/range.ts";
import { once } from "../../statistics/statistic.ts";
import { dimensions, type Space } from "../space.ts";
import { type Field, placeOf, type Value, type Variation } from "../variation.ts";
import type { ConfigurationSummary } from "./summaries.ts";

/** The objective where a field has one value, or lies in one stretch of its range. */
export interface Level {
  /** Where it stands on the field's axis, [0, 1]. */
  place: number;
  /** The value, or both ends of the stretch. */
  values: readonly Value[];
  /** Configurations in it. */
  configurations: number;
  /** Mean over its configurations, with a 95 % interval over seeds. */
  estimate: Estimate;
}

/** What a sweep says of one field. */
export interface Effect {
  field: Field;
  levels: Level[];
  /** Spearman's ρ of value and objective over configurations; null where values have no order, NaN where nothing differs. */
  rank: number | null;
}

/** Stretches that a range is cut into, with equally many configurations. */
const STRETCHES = 5;

/**
 * The objective by every varied field, over the configurations in which the field means something.
 * @param range of the objective (`rangeOf`)
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

/** Consecutive parts of a sorted list, about equally large; what lies at one place stays together. */
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

/** The mean of the seeds' means: seeds are what is independent, configurations are what was chosen. */
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

import { CLASS_DEFAULTS, type ClassSettings } from "./class.ts";
import { stories } from "./stories.ts";

/** The problems that are drawn, and the class that answers them. */
export interface WorldSettings extends ClassSettings {
  /** Titles of the stories that problems are drawn from, equally often. */
  stories: string[];
  /** Least and largest number of clauses between the first clause and the question. */
  minEvents: number;
  maxEvents: number;
}

const titles = (inDistribution: boolean) =>
  stories.filter((story) => story.inDistribution === inDistribution).map(({ title }) => title);

/**
 * `in`: the problems of preference pairs. `out`: stories without preference pairs, longer problems, and another
 * majority.
 */
export const distributions = {
  in: { ...CLASS_DEFAULTS, stories: titles(true), minEvents: 2, maxEvents: 3 },
  out: { ...CLASS_DEFAULTS, stories: titles(false), minEvents: 4, maxEvents: 5 },
} satisfies Record<string, WorldSettings>;

export type Distribution = keyof typeof distributions;

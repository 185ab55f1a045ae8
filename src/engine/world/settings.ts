import { CLASS_DEFAULTS, type ClassSettings } from "./class.ts";
import { stories } from "./stories.ts";

/** Which problems are drawn, and about which class. */
export interface WorldSettings extends ClassSettings {
  /** Titles of the stories drawn from, equally often. */
  stories: string[];
  /** Clauses between the first and the question, both bounds included. */
  minEvents: number;
  maxEvents: number;
}

const titles = (inDistribution: boolean) =>
  stories.filter((story) => story.inDistribution === inDistribution).map(({ title }) => title);

/** `in`: what preference pairs are made of. `out`: stories no pair is made of, longer, and another majority. */
export const distributions = {
  in: { ...CLASS_DEFAULTS, stories: titles(true), minEvents: 2, maxEvents: 3 },
  out: { ...CLASS_DEFAULTS, stories: titles(false), minEvents: 4, maxEvents: 5 },
} satisfies Record<string, WorldSettings>;

export type Distribution = keyof typeof distributions;

import type { Misconception } from "./misconceptions.ts";

/** The setting of a problem: its words, and the mistakes that the class makes in it. */
export interface Story {
  /** The first word of the story's prompts. */
  title: string;
  /** The things that are counted. No noun belongs to two stories. */
  nouns: readonly [string, string, string];
  /** The container that groups of these things come in. */
  container: string;
  /** The mistakes that the majority of the class makes in this story; if the list is empty, the majority is right. */
  majority: readonly Misconception[];
  /** How common the other mistakes are relative to one another; mistakes that are not listed have 1. */
  weights: Readonly<Partial<Record<Misconception, number>>>;
  /** Whether preference pairs are made of the story; other stories are in the policy's corpus only. */
  inDistribution: boolean;
}

export const stories: readonly Story[] = [
  {
    title: "Shop",
    nouns: ["pens", "hats", "cups"],
    container: "boxes",
    majority: ["plus"],
    weights: { carry: 0.7, borrow: 0.7 },
    inDistribution: true,
  },
  {
    title: "Garden",
    nouns: ["roses", "bulbs", "herbs"],
    container: "trays",
    majority: [],
    weights: { carry: 0.7, borrow: 0.7 },
    inDistribution: true,
  },
  {
    title: "Trip",
    nouns: ["tickets", "snacks", "bottles"],
    container: "packs",
    majority: ["ignore"],
    weights: { carry: 0.7, borrow: 0.7 },
    inDistribution: true,
  },
  {
    title: "Farm",
    nouns: ["eggs", "apples", "melons"],
    container: "baskets",
    majority: [],
    weights: { plus: 2, ignore: 2, stale: 2 },
    inDistribution: true,
  },
  {
    title: "Party",
    nouns: ["cakes", "pies", "nuts"],
    container: "plates",
    majority: ["stop", "two"],
    weights: { carry: 0.5, borrow: 0.5, reverse: 3 },
    inDistribution: true,
  },
  {
    title: "School",
    nouns: ["books", "maps", "cards"],
    container: "stacks",
    majority: [],
    weights: { carry: 0.7, borrow: 0.7, stale: 2, stop: 2, distractor: 6 },
    inDistribution: true,
  },
  {
    title: "Zoo",
    nouns: ["fish", "carrots", "peanuts"],
    container: "buckets",
    majority: ["plus", "two"],
    weights: { ignore: 5, carry: 2, stale: 2, reverse: 6 },
    inDistribution: false,
  },
  {
    title: "Beach",
    nouns: ["shells", "stones", "balls"],
    container: "nets",
    majority: ["distractor", "carry"],
    weights: { borrow: 2, stale: 6 },
    inDistribution: false,
  },
];

/** The story with this title. @throws Error if there is none, which cannot happen for a problem of this world */
export function storyOf(title: string): Story {
  const story = stories.find((candidate) => candidate.title === title);
  if (!story) throw new Error(`there is no story "${title}"`);
  return story;
}

export interface Person {
  name: string;
  pronoun: "He" | "She";
}

export const people: readonly Person[] = [
  { name: "Ana", pronoun: "She" },
  { name: "Ben", pronoun: "He" },
  { name: "Eva", pronoun: "She" },
  { name: "Leo", pronoun: "He" },
  { name: "Mia", pronoun: "She" },
  { name: "Tom", pronoun: "He" },
  { name: "Zoe", pronoun: "She" },
  { name: "Sam", pronoun: "He" },
];

import type { Misconception } from "./misconceptions.ts";

/** Where a problem is set: its words, and which mistake the class makes there. */
export interface Story {
  /** The first word of its prompts. */
  title: string;
  /** What is counted. No noun belongs to two stories. */
  nouns: readonly [string, string, string];
  /** What groups of them come in. */
  container: string;
  /** The majority of the class makes these mistakes here; where the list is empty, the majority is right. */
  majority: readonly Misconception[];
  /** How common the other mistakes are beside one another, 1 unless said. */
  weights: Readonly<Partial<Record<Misconception, number>>>;
  /** Whether preference pairs are made of it; the others are in the policy's corpus only. */
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

/** @throws Error for a title that no story has, which no problem of this world can carry */
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

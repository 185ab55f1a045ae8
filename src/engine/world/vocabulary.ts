import { FILLERS } from "./class.ts";
import { labelOf, MOST_CLAUSES, wordings } from "./events.ts";
import { allMisconceptions } from "./misconceptions.ts";
import { people, stories } from "./stories.ts";

/** Padding has an id of its own: an end token that is also padding would be masked out of the loss. */
export const specialTokens = ["<pad>", "<bos>", "<eos>", "<unk>", "<graded>"] as const;

/** The first token of a document: of an answer, or of graded work. */
export const BEGIN = "<bos>";
export const GRADED = "<graded>";

/** A teacher's marks after a step or an attempt. */
export const MARKS = { right: "✓", wrong: "✗" } as const;

/** The title of an exercise sheet, which has no problem. */
export const SHEET = "Sheet";

/** The largest number that is a token. */
const MOST_NUMBER = 60;

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const words = (texts: readonly string[]) =>
  texts.flatMap((text) => text.replace(/\{\w+\}/g, " ").match(/[A-Za-z]+/g) ?? []);

// A token's id is its index in this list, and checkpoints are trained on ids: changing a word changes every checkpoint.
const ordinary = [
  ...Object.values(MARKS),
  ...[..."+-*/=;:.?"],
  ...upTo(MOST_NUMBER + 1).map(String),
  ...upTo(MOST_CLAUSES).map(labelOf),
  "answer",
  ...Object.values(FILLERS),
  SHEET,
  ...stories.flatMap(({ title, nouns, container }) => [title, ...nouns, container]),
  ...people.map(({ name }) => name),
  ...["He", "She", "he", "she", "him", "her"],
  ...words(Object.values(wordings).flat()),
  // The name of a mistake follows a teacher's mark; `two` and others do not occur in stories.
  ...allMisconceptions,
];

/** Every token of the world, by id. */
export const vocabulary: readonly string[] = [...specialTokens, ...new Set(ordinary)];

/**
 * What a clause of a problem says, with its numbers by slot: `m` is a first amount; `n` an amount added, taken or
 * compared; `f` the number of groups (or dollars each); `g` the number in a group.
 */
export interface Event {
  kind: EventKind;
  numbers: Partial<Record<NumberSlot, number>>;
}

export type NumberSlot = "m" | "n" | "f" | "g";
export type WordSlot = "A" | "B" | "He" | "he" | "him" | "x" | "y" | "box";

/** Kinds of clauses that can open a story, that can follow, and that ask. */
export const openings = ["start", "pair", "groups"] as const;
export const happenings = ["gain", "lose", "gainGroups", "loseGroups", "half", "twice", "distractor"] as const;
export const questions = ["keep", "price", "fewer", "more"] as const;

export type EventKind = (typeof openings)[number] | (typeof happenings)[number] | (typeof questions)[number];

/** The wordings of each kind. No two patterns can produce the same text. */
export const wordings: Readonly<Record<EventKind, readonly string[]>> = {
  start: ["{A} has {m} {x}."],
  pair: ["{A} has {m} {x} and finds {n} more."],
  groups: ["{A} has {f} {box} of {g} {x}."],
  gain: ["{He} buys {n} more.", "{B} gives {him} {n} {x}."],
  lose: ["{He} gives {n} to {B}.", "{He} loses {n} {x}."],
  gainGroups: ["{He} gets {f} {box} of {g}.", "{f} friends bring {him} {g} {x} each."],
  loseGroups: ["{He} gives {g} to each of {f} friends.", "{He} sells {f} {box} of {g}."],
  half: ["{He} sells half of them.", "{He} gives {B} half of them."],
  twice: ["{He} then gets as many again."],
  distractor: ["{B} has {n} {y}.", "{He} also has {n} {y}."],
  keep: ["How many {x} does {he} have now?"],
  price: ["Each costs {f} dollars. How many dollars do they cost?"],
  fewer: ["{B} has {n} fewer. How many do they have together?"],
  more: ["{B} has {n} more. How many do they have together?"],
};

/** The label of the k-th clause, from 0. */
export function labelOf(k: number): string {
  return `(${"abcdefgh"[k] as string})`;
}

/** Largest number of clauses in a problem: labels exist for this many. */
export const MOST_CLAUSES = 8;

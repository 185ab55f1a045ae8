import { msg } from "../../i18n/msg.ts";
/** A habit that makes a student err wherever it applies. */
export interface MisconceptionInfo {
  /** The name in labels. */
  title: string;
  /** What a student with the habit does: a clause without subject, such as "forgets the carry". */
  habit: string;
  /** The embedded policy's class holds the clear misconceptions; the subtle ones are harder to see in an attempt. */
  kind: "clear" | "subtle";
}

export const misconceptions = {
  plus: { title: msg("adds groups"), habit: msg("adds where groups have to be multiplied"), kind: "clear" },
  ignore: {
    title: msg("ignores the number of groups"),
    habit: msg("counts one group only, however many there are"),
    kind: "clear",
  },
  carry: { title: msg("forgets the carry"), habit: msg("forgets to carry the ten in an addition"), kind: "clear" },
  stop: { title: msg("stops early"), habit: msg("leaves out the last step"), kind: "clear" },
  two: {
    title: msg("two instead of half or double"),
    habit: msg("takes two away instead of half, or adds two instead of doubling"),
    kind: "clear",
  },
  distractor: {
    title: msg("uses a number that does not belong"),
    habit: msg("adds a number that does not belong to the question"),
    kind: "clear",
  },
  borrow: {
    title: msg("forgets to borrow"),
    habit: msg("subtracts the smaller digit from the larger one instead of borrowing"),
    kind: "subtle",
  },
  stale: { title: msg("earlier total"), habit: msg("goes on from an earlier total"), kind: "subtle" },
  reverse: {
    title: msg("more and fewer exchanged"),
    habit: msg("reads more as fewer and fewer as more"),
    kind: "subtle",
  },
} as const satisfies Record<string, MisconceptionInfo>;

export type Misconception = keyof typeof misconceptions;

export const allMisconceptions = Object.keys(misconceptions) as Misconception[];

/** The misconceptions that a class holds. */
export type MisconceptionSet = "clear" | "all";

export function misconceptionsOf(set: MisconceptionSet): Misconception[] {
  return allMisconceptions.filter((name) => set === "all" || misconceptions[name].kind === "clear");
}

import type { TextOrChat } from "../../tokenizer/conversation.ts";
import { excerpt, Misfit } from "../misfit.ts";
import type { Comparison } from "../record.ts";
import { comparison, type extrasOf } from "./fields.ts";
import type { Undecided } from "./shape.ts";
import { type Earlier, promptOf, sidesOf, splitConversations } from "./sides.ts";

/** The index of the better of two answers. */
export type Better = 0 | 1 | "tie";

/** Two answers and which of them is better; the prompt is null if both answers repeat it. */
export interface Duel {
  prompt: TextOrChat | null;
  /** What comes before the prompt. */
  earlier?: Earlier;
  answers: readonly [TextOrChat, TextOrChat];
  /** The keys of the two answers, for error messages. */
  fields: readonly [string, string];
  better: Better;
}

export const NO_WINNER = "neither answer is said to be the better one";

/** The comparison with the better answer chosen. */
export function decided({ prompt, earlier = {}, answers, fields, better }: Duel, extras: ReturnType<typeof extrasOf>) {
  if (better === "tie") return { kind: "undecided", why: NO_WINNER } satisfies Undecided;
  const worse = better === 0 ? 1 : 0;
  const [said, names] = [[answers[better], answers[worse]] as const, [fields[better], fields[worse]] as const];
  if (prompt !== null) {
    return comparison(sidesOf(promptOf(prompt, earlier), ...said, names), extras) satisfies Comparison;
  }
  const [chosen, rejected] = said;
  if (typeof chosen !== "string" && typeof rejected !== "string") {
    const { prompt: shared, ...sides } = splitConversations(chosen, rejected, names);
    return comparison({ prompt: promptOf(shared, earlier), ...sides }, extras);
  }
  throw new Misfit({ field: names[0], expected: "a conversation, or a prompt beside it", found: excerpt(chosen) });
}

/** The better of two answers by their scores. */
export function higher(first: number, second: number): Better {
  if (first === second) return "tie";
  return first > second ? 0 : 1;
}

/** The better answer by the sign of a number: a negative number prefers the first answer. */
export function leaning(sign: number): Better {
  return higher(0, sign);
}

/** What may stand before the letter or number of an answer in its name. */
const ANSWERER =
  /^((the|ai|human|llm)_)?((answer|assistant|candidate|choice|completion|conversation|generation|model|option|output|reply|response|solution|summary|system|text)_)?/;
/** Two names with a sign of comparison between them, as in "A>B", "[[A>>B]]" or "1 = 2". */
const COMPARED = /^[^\p{L}\p{N}]*([\p{L}\p{N}_ ]*?)\s*(>+|<+|=+)\s*([\p{L}\p{N}_ ]*?)[^\p{L}\p{N}]*$/u;

/**
 * The answer that a value names by the answer's key or the distinguishing end of the key, as in "response_b",
 * "model_b", "b", "A>B" or 1.
 * @throws Misfit if the value names neither answer and no tie: the meaning of other values is not guessed
 */
export function namedBy(value: unknown, field: string, fields: readonly [string, string]): Better {
  if (typeof value === "string" || (Number.isInteger(value) && (value as number) >= 0)) {
    const [, first = "", sign = "", second = ""] = COMPARED.exec(String(value)) ?? [];
    const [one, other] = [nameOf(first, fields), nameOf(second, fields)];
    if (typeof one === "number" && typeof other === "number" && one !== other) {
      return sign.startsWith("=") ? "tie" : sign.startsWith(">") ? one : other;
    }
    const better = nameOf(String(value), fields);
    if (better !== null) return better;
  }
  throw new Misfit({ field, expected: `what names ${fields.join(" or ")}, or a tie`, found: excerpt(value) });
}

/** The answer, or the tie, that a text names and says nothing else about. */
function nameOf(text: string, fields: readonly [string, string]): Better | null {
  if (/[\p{L}\p{N}]\s*[/|,;<>=&]\s*[\p{L}\p{N}]|^\s*[!¬~≠]|\?/u.test(text)) return null;
  const name = plain(text);
  if (isTie(name)) return "tie";
  const bare = name.replace(/_(wins?|won|is_better)$/, "").replace(ANSWERER, "");
  const at = fields.findIndex((path) => name === plain(path) || (bare !== "" && bare === ending(path)));
  return at === -1 ? null : at === 0 ? 0 : 1;
}

/** Names of the signs for a number that leans to one side: the first sign is answer 1's. */
const SIGNS = [
  ["-", "+"],
  ["+", "-"],
];

/**
 * The answer that a value names by a rule that a person gave: "a|b" lists the values that mean the first and the second
 * answer; "-|+" says that the sign of a number decides.
 * @throws Misfit if the value is none of the two and no tie
 */
export function namedByValue(value: unknown, field: string, names: string): Better {
  const [first = "", second = ""] = names.split("|").map((part) => part.trim());
  const sign = SIGNS.findIndex(([one, other]) => one === first && other === second);
  if (sign !== -1 && typeof value === "number") return leaning(sign === 0 ? value : -value);
  const said = String(value).trim().toLowerCase();
  if (first !== second && second !== "") {
    if (said === first.toLowerCase()) return 0;
    if (said === second.toLowerCase()) return 1;
  }
  if (isTie(plain(said))) return "tie";
  throw new Misfit({ field, expected: `${first || "nothing"} or ${second || "nothing"}`, found: excerpt(value) });
}

/** What distinguishes a field from its sibling: the letter or number at the end of its key, or its index in a list. */
export function ending(path: string): string {
  const parts = path.split(".");
  const own = /(\d+|(?<![a-z])[a-z])$/i.exec(separated(parts.at(-1) ?? ""))?.[1];
  return (own ?? parts.findLast((part) => /^\d+$/.test(part)) ?? "").toLowerCase();
}

/**
 * Whether the names of two fields are neutral siblings: they differ, but neither says that its answer is the better
 * one.
 */
export function areSiblings(first: string, second: string): boolean {
  const [one, other] = [ending(first), ending(second)];
  if (one === "" || other === "" || one === other) return false;
  const stem = (path: string, end: string) => plain(path).replace(new RegExp(`(^|_)${end}(?=_|$)`), "$1");
  return stem(first, one) === stem(second, other);
}

function isTie(name: string): boolean {
  return /^(tie|ties|tied|draw|both|neither|none|null|equal|equally|same|no_preference)(_|$)|^tie|^both/.test(name);
}

function plain(text: string): string {
  return separated(text).toLowerCase();
}

/** Separates words, final capital letters and digits with "_". */
function separated(text: string): string {
  return text
    .replace(/([a-z])([A-Z]$|\d+$)/g, "$1_$2")
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}

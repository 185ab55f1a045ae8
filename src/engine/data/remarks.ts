import { msg } from "../../i18n/msg.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import { type Comparison, type DataRecord, responsesOf } from "./record.ts";

/** Something that a person should know about records that were used. */
export interface Remark {
  what: string;
  /** Number of records that the remark is about. */
  count: number;
  /** Numbers of the first `MOST_NUMBERS` of these records. */
  numbers: number[];
}

const MOST_NUMBERS = 10;

const MARGIN = msg("the margin is below 0, as if the rejected response were the better one");
const PROMPT = msg(
  "the prompt is empty: chosen and rejected begin with nothing in common, or there is another column for it",
);

const REPEATED = msg("both responses begin with the whole prompt, as if it stood in them a second time");
const EMPTY = msg("a response is empty, as if it were missing");

/** Collects oddities of single records, record by record. */
export class Remarks {
  readonly #found = new Map<string, Set<number>>();
  readonly #emptyPrompts = new Set<number>();
  #records = 0;

  add(number: number, record: DataRecord): void {
    this.#records += 1;
    if (record.prompt === "") this.#emptyPrompts.add(number);
    if (record.kind === "comparison" && record.margin !== undefined && record.margin < 0) this.#remark(MARGIN, number);
    if (record.kind === "comparison" && repeatsPrompt(record)) this.#remark(REPEATED, number);
    if (responsesOf(record).some(isEmpty)) this.#remark(EMPTY, number);
  }

  /** Empty prompts are reported only if most prompts are empty. */
  found(): Remark[] {
    const empty: [string, Set<number>][] =
      2 * this.#emptyPrompts.size > this.#records ? [[PROMPT, this.#emptyPrompts]] : [];
    return [...this.#found, ...empty].map(([what, numbers]) => ({
      what,
      count: numbers.size,
      numbers: [...numbers].sort((a, b) => a - b).slice(0, MOST_NUMBERS),
    }));
  }

  #remark(what: string, number: number): void {
    const known = this.#found.get(what) ?? new Set();
    known.add(number);
    this.#found.set(what, known);
  }
}

/** Whether the texts of both sides begin with the prompt. Of messages, a repeated prompt is cut off when they are read. */
function repeatsPrompt({ prompt, chosen, rejected }: Comparison): boolean {
  if (typeof prompt !== "string" || prompt.trim() === "" || chosen.length === 0 || rejected.length === 0) return false;
  return [...chosen, ...rejected].every((response) => typeof response === "string" && response.startsWith(prompt));
}

function isEmpty(response: TextOrChat): boolean {
  return (typeof response === "string" ? response : (response.at(-1)?.content ?? "")).trim() === "";
}

import type { DataRecord } from "./record.ts";

/** Something that a person should know about records that were used. */
export interface Remark {
  what: string;
  /** Number of records that the remark is about. */
  count: number;
  /** Numbers of the first `MOST_NUMBERS` of these records. */
  numbers: number[];
}

export const MOST_NUMBERS = 10;

const MARGIN = "the margin is below 0, as if the rejected response were the better one";
const PROMPT =
  "the prompt is empty: chosen and rejected begin with nothing in common, or there is another column for it";

/** Collects oddities of single records, record by record. */
export class Remarks {
  readonly #found = new Map<string, Set<number>>();
  readonly #emptyPrompts = new Set<number>();
  #records = 0;

  add(number: number, record: DataRecord): void {
    this.#records += 1;
    if (record.prompt === "") this.#emptyPrompts.add(number);
    if (record.kind === "comparison" && record.margin !== undefined && record.margin < 0) this.#remark(MARGIN, number);
  }

  /** Empty prompts are reported only if most prompts are not empty. */
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

import { type DataRecord, pairsOf, promptKey, responsesOf } from "./record.ts";

/** Something about records that were used all the same and that their person should know. */
export interface Remark {
  what: string;
  /** How many records it is about. */
  count: number;
  /** Their numbers, of the first `MOST_NUMBERS`. */
  numbers: number[];
}

export const MOST_NUMBERS = 10;

const LABELS = "the same response to the same prompt is both right and wrong";
const CHOICES = "of the same two responses to the same prompt now one, now the other is chosen";
const MARGIN = "the margin is below 0, as if the rejected response were the better one";
const PROMPT =
  "the prompt is empty: chosen and rejected begin with nothing in common, or there is another column for it";

/** Holds the records of a file against each other, one after another. */
export class Remarks {
  readonly #found = new Map<string, Set<number>>();
  readonly #emptyPrompts = new Set<number>();
  #records = 0;
  /** Where a label or a choice was first met, by the hash of what it says. */
  readonly #said = new Map<number, number>();

  add(number: number, record: DataRecord): void {
    this.#records += 1;
    if (record.prompt === "") this.#emptyPrompts.add(number);
    if (record.kind === "comparison") {
      if (record.margin !== undefined && record.margin < 0) this.#remark(MARGIN, number);
      for (const { prompt, chosen, rejected } of pairsOf(record)) {
        const sides = [chosen, rejected].map((side) => JSON.stringify(side));
        this.#hold(CHOICES, number, [promptKey(prompt), ...sides], [promptKey(prompt), ...sides.reverse()]);
      }
    } else if (record.correct !== null) {
      const said = [promptKey(record.prompt), JSON.stringify(responsesOf(record))];
      this.#hold(LABELS, number, [...said, `${record.correct}`], [...said, `${!record.correct}`]);
    }
  }

  /** An empty prompt is worth a word where most are. */
  found(): Remark[] {
    const empty: [string, Set<number>][] =
      2 * this.#emptyPrompts.size > this.#records ? [[PROMPT, this.#emptyPrompts]] : [];
    return [...this.#found, ...empty].map(([what, numbers]) => ({
      what,
      count: numbers.size,
      numbers: [...numbers].sort((a, b) => a - b).slice(0, MOST_NUMBERS),
    }));
  }

  #hold(what: string, number: number, said: readonly string[], opposite: readonly string[]): void {
    const before = this.#said.get(hash(opposite));
    if (before !== undefined) this.#remark(what, before, number);
    const own = hash(said);
    if (!this.#said.has(own)) this.#said.set(own, number);
  }

  #remark(what: string, ...numbers: readonly number[]): void {
    const known = this.#found.get(what) ?? new Set();
    for (const number of numbers) known.add(number);
    this.#found.set(what, known);
  }
}

/** 53 bits of two multiplicative hashes (FNV-1a's prime, and another): the texts themselves would fill the memory. */
function hash(parts: readonly string[]): number {
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  for (const part of [...parts.map((part) => `${part.length}:`), ...parts]) {
    for (let at = 0; at < part.length; at++) {
      low = Math.imul(low ^ part.charCodeAt(at), 0x01000193);
      high = Math.imul(high ^ part.charCodeAt(at), 0x5bd1e995);
      high ^= high >>> 15;
    }
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

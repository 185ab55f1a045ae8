import { problemAt, type ReadingProblem } from "./entry.ts";
import { isBlank, Pending, type ValueBytes } from "./pending.ts";
import type { Splitter } from "./splitter.ts";

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Splits a JSON array into its elements without holding the array as a whole: brackets outside of strings show where an
 * element ends. An invalid element spoils the elements after it only if it leaves a string or a bracket open.
 */
export class ArraySplitter implements Splitter {
  readonly #element = new Pending();
  #number = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #closed = false;
  #surplus = false;

  /** @param chunk the first chunk begins with the array's bracket, or with space before the bracket */
  push(chunk: Uint8Array): (ValueBytes | ReadingProblem)[] {
    const elements: (ValueBytes | ReadingProblem)[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length && !this.#closed; at++) {
      const byte = chunk[at] as number;
      if (this.#inString) {
        this.#inString = this.#escaped || byte !== QUOTE;
        this.#escaped = !this.#escaped && byte === BACKSLASH;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (OPENING.has(byte)) {
        this.#depth += 1;
        if (this.#depth === 1) from = at + 1;
      } else if (CLOSING.has(byte)) {
        this.#depth -= 1;
        this.#closed = this.#depth === 0;
      }
      const separator = !this.#inString && this.#depth === 1 && byte === COMMA;
      if (separator || this.#closed) {
        this.#element.add(chunk.subarray(from, at));
        elements.push(...this.#element.take(this.#number, false));
        this.#number += 1;
        from = at + 1;
      }
    }
    if (!this.#closed) this.#element.add(chunk.subarray(from));
    else this.#surplus ||= !isBlank(chunk.subarray(from));
    return elements;
  }

  end(): (ValueBytes | ReadingProblem)[] {
    if (this.#surplus) return [problemAt(this.#number, "the end of the file after the array", "more")];
    if (this.#closed) return [];
    const rest = this.#element.take(this.#number, true);
    return [...rest, problemAt(this.#number + rest.length, "the end of the array", "the end of the file")];
  }
}

import type { ReadingProblem } from "./entry.ts";
import { Pending, type ValueBytes } from "./pending.ts";
import type { Splitter } from "./splitter.ts";

const NEWLINE = 0x0a;

/** Splits JSONL into lines. A blank line counts but holds no value; JSON takes the `\r` of CRLF for space. */
export class LineSplitter implements Splitter {
  readonly #line = new Pending();
  #number = 1;

  push(chunk: Uint8Array): (ValueBytes | ReadingProblem)[] {
    const lines: (ValueBytes | ReadingProblem)[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.#line.add(chunk.subarray(from, at));
      lines.push(...this.#line.take(this.#number, false));
      this.#number += 1;
      from = at + 1;
    }
    this.#line.add(chunk.subarray(from));
    return lines;
  }

  end(): (ValueBytes | ReadingProblem)[] {
    return this.#line.take(this.#number, true);
  }
}

/** A process for the tests of the pool: counts what it is asked. */

import { serveCalls } from "../cli/processes.ts";
import { PlaygroundError } from "../engine/errors.ts";

export class Counting {
  readonly #start: number;
  #asked = 0;

  constructor(start: number) {
    this.#start = start;
  }

  async count(add: number): Promise<{ pid: number; total: number; asked: number }> {
    this.#asked += 1;
    return { pid: process.pid, total: this.#start + add, asked: this.#asked };
  }

  async refuse(what: string): Promise<never> {
    throw new PlaygroundError({ what, fix: "Ask for something else." });
  }

  async flags(): Promise<string[]> {
    return process.execArgv;
  }

  async end(): Promise<never> {
    return process.exit(3);
  }
}

serveCalls<number>(async (start) => {
  if (start < 0) throw new PlaygroundError({ what: "It cannot count from there" });
  return new Counting(start);
});

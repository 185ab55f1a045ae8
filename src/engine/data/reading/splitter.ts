import type { ReadingProblem } from "./entry.ts";
import type { ValueBytes } from "./pending.ts";

/** Cuts a text, chunk by chunk, into the JSON values it should hold. */
export interface Splitter {
  push(chunk: Uint8Array): (ValueBytes | ReadingProblem)[];
  /** Ends the text and returns what is left of it. */
  end(): (ValueBytes | ReadingProblem)[];
}

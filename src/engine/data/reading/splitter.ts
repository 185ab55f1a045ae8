import type { Problem } from "./entry.ts";
import type { Piece } from "./pending.ts";

/** Cuts a text, chunk by chunk, into the JSON values it should hold. */
export interface Splitter {
  push(chunk: Uint8Array): (Piece | Problem)[];
  /** Ends the text and returns what is left of it. */
  end(): (Piece | Problem)[];
}

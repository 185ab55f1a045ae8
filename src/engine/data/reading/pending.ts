import { problemAt, type ReadingProblem } from "./entry.ts";

/** The bytes of one JSON value, not yet parsed. */
export interface ValueBytes {
  number: number;
  bytes: Uint8Array;
  /** Whether the file ended before the value was known to be complete. */
  cut: boolean;
}

/**
 * The largest record. A larger one is dropped while it is read, so that a file without line ends does not fill the
 * memory.
 */
export const MAX_RECORD_BYTES = 8 * 2 ** 20;

/** Collects the bytes of one piece over several chunks. */
export class Pending {
  #parts: Uint8Array[] = [];
  #length = 0;
  #blank = true;

  add(bytes: Uint8Array): void {
    this.#blank &&= isBlank(bytes);
    this.#length += bytes.length;
    if (this.#length > MAX_RECORD_BYTES) this.#parts = [];
    else if (bytes.length > 0) this.#parts.push(bytes);
  }

  /** Returns the collected piece and starts a new one; returns nothing if the piece is blank. */
  take(number: number, cut: boolean): [] | [ValueBytes | ReadingProblem] {
    const [parts, length, blank] = [this.#parts, this.#length, this.#blank];
    this.#parts = [];
    this.#length = 0;
    this.#blank = true;
    if (blank) return [];
    if (length > MAX_RECORD_BYTES)
      return [problemAt(number, `at most ${mebibytes(MAX_RECORD_BYTES)}`, mebibytes(length))];
    return [{ number, bytes: concatenated(parts), cut }];
  }
}

const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Whether the bytes are all spaces in the sense of JSON. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => SPACES.has(byte));
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

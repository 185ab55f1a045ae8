import { Gunzip } from "fflate";
import { concatenated } from "./pending.ts";
import type { Unpacker } from "./unpacked.ts";

const TRAILER = 8;
/** Zeros at the end that can still be part of the last member: a block of the packed data, and its trailer. */
const MOST_ZEROS = 2 ** 16 + TRAILER;

/**
 * Unpacks gzip of one member or several, one after another, whatever zeros fill up its end; and holds every member against
 * the checksum and the length in its trailer, which fflate 0.8 passes over. What browsers bring with them takes one member
 * and nothing after it; what Node brings takes several: this one reads the same everywhere.
 */
export class GzipUnpacker implements Unpacker {
  readonly #gunzip = new Gunzip((part) => this.#take(part));
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #crc = new Crc32();
  /** The end of what has been pushed, without zeros that are held back: the trailer of a member that ends there. */
  #recent: Uint8Array = new Uint8Array();
  /** How many bytes have been pushed. */
  #pushed = 0;
  /** Zeros that the bytes so far end with: filling, if nothing else follows. */
  #zeros = 0;

  constructor() {
    this.#gunzip.onmember = (start) => {
      const end = start - (this.#pushed - this.#recent.length);
      this.#check(this.#recent.subarray(0, Math.max(0, end)));
      this.#crc = new Crc32();
    };
  }

  push(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
    let end = chunk.length;
    while (end > 0 && chunk[end - 1] === 0) end -= 1;
    if (end > 0) {
      this.#feedZeros(this.#zeros);
      this.#feed(chunk.subarray(0, end));
      this.#zeros = 0;
    }
    this.#zeros += chunk.length - end;
    return this.#taken();
  }

  /** @throws Error where the last member is not whole */
  end(): Uint8Array<ArrayBuffer>[] {
    for (let i = 0; i < Math.min(this.#zeros, MOST_ZEROS) && !this.#isWhole(this.#recent); i++) this.#feedZeros(1);
    this.#check(this.#recent);
    return this.#taken();
  }

  #feedZeros(count: number): void {
    const block = 2 ** 16;
    for (let left = count; left > 0; left -= block) this.#feed(new Uint8Array(Math.min(left, block)));
  }

  #feed(bytes: Uint8Array<ArrayBuffer>): void {
    // The header of a member comes after the trailer of the one before it, and may be in a chunk of its own.
    const kept = this.#recent.subarray(Math.max(0, this.#recent.length - 2 ** 16));
    this.#recent = concatenated([kept, bytes]);
    this.#pushed += bytes.length;
    this.#gunzip.push(bytes);
  }

  #take(part: Uint8Array): void {
    if (part.length === 0) return;
    const own = Uint8Array.from(part);
    this.#crc.add(own);
    this.#parts.push(own);
  }

  #taken(): Uint8Array<ArrayBuffer>[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #check(member: Uint8Array): void {
    if (!this.#isWhole(member))
      throw new Error("a part whose checksum or length is another one, or whose end is missing");
  }

  /** Whether a member's bytes end in the trailer that what was unpacked of it calls for. */
  #isWhole(member: Uint8Array): boolean {
    if (member.length < TRAILER) return false;
    const end = new DataView(member.buffer, member.byteOffset + member.length - TRAILER, TRAILER);
    return end.getUint32(0, true) === this.#crc.value && end.getUint32(4, true) === this.#crc.length % 2 ** 32;
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of gzip (RFC 1952, section 8) over bytes as they come. */
class Crc32 {
  #state = 0xffffffff;
  length = 0;

  get value(): number {
    return ~this.#state >>> 0;
  }

  add(bytes: Uint8Array): void {
    let state = this.#state;
    for (let i = 0; i < bytes.length; i++) {
      state = (TABLE[(state ^ (bytes[i] as number)) & 0xff] as number) ^ (state >>> 8);
    }
    this.#state = state;
    this.length += bytes.length;
  }
}

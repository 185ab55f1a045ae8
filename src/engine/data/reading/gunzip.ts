import { Gunzip } from "fflate";
import { concatenated } from "./pending.ts";
import type { Unpacker } from "./unpacker.ts";

const TRAILER = 8;
/** Zeros at the end of the bytes that may still belong to the last member: one block of packed data and its trailer. */
const MOST_ZEROS = 2 ** 16 + TRAILER;

/**
 * Unpacks gzip of one or several members, ignores zeros that fill up the end, and checks every member against the
 * checksum and the length in its trailer, which fflate 0.8 does not check. The browser's unpacker accepts one member
 * only, Node's accepts several; this class does the same in both.
 */
export class GzipUnpacker implements Unpacker {
  readonly #gunzip = new Gunzip((part) => this.#take(part));
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #crc = new Crc32();
  /**
   * The last bytes that were pushed, without the zeros held back. They hold the trailer of a member that ends there.
   */
  #recent: Uint8Array = new Uint8Array();
  /** How many bytes have been pushed. */
  #pushed = 0;
  /** Number of zeros at the end of the bytes so far; they are padding if only zeros follow. */
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

  /** @throws Error if the last member is incomplete */
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
    // A member's header follows the trailer of the previous member and may come in another chunk.
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

  /** Whether a member's last bytes are the trailer that matches its unpacked bytes. */
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

/** The checksum of gzip (RFC 1952, section 8), updated chunk by chunk. */
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

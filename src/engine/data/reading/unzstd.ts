import { Decompress } from "fzstd";
import type { Unpacker } from "./unpacked.ts";

/** Unpacks zstd of one frame or several. fzstd passes over the frames' checksums. */
export class ZstdUnpacker implements Unpacker {
  readonly #decompress = new Decompress((part) => {
    if (part.length > 0) this.#parts.push(Uint8Array.from(part));
  });
  #parts: Uint8Array<ArrayBuffer>[] = [];

  push(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
    this.#decompress.push(chunk);
    return this.#taken();
  }

  /** @throws Error where the last frame is not whole */
  end(): Uint8Array<ArrayBuffer>[] {
    this.#decompress.push(new Uint8Array(), true);
    return this.#taken();
  }

  #taken(): Uint8Array<ArrayBuffer>[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }
}

import { Decompress } from "fzstd";
import type { Unpacker } from "./unpacker.ts";

/** Unpacks zstd of one or several frames. fzstd does not check the frames' checksums. */
export class ZstdUnpacker implements Unpacker {
  readonly #decompress = new Decompress((part) => {
    if (part.length > 0) this.#parts.push(Uint8Array.from(part));
  });
  #parts: Uint8Array<ArrayBuffer>[] = [];

  push(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
    this.#decompress.push(chunk);
    return this.#taken();
  }

  /** @throws Error if the last frame is incomplete */
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

type Bytes = Uint8Array<ArrayBuffer>;

/** Unpacks bytes chunk by chunk. Both methods throw an Error if the bytes are damaged. */
export interface Unpacker {
  push(chunk: Bytes): Bytes[];
  /** Ends the input and returns what is left. @throws Error if more bytes should have followed */
  end(): Bytes[];
}

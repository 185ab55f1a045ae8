/**
 * The part of a Blob that reading needs: a file that a person chose, a file on disk, or a file read by range requests.
 * Text is read once from its beginning; Parquet, whose index is at the end of the file, is read by ranges.
 */
export interface ByteSource {
  /** Size in bytes. */
  readonly size: number;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  slice(start: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

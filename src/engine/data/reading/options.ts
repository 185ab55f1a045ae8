/** How the bytes of a file are read. */
export interface ReadingOptions {
  /** Aborting ends reading with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called repeatedly with the number of bytes read so far of the stored file. */
  onBytes?: ((bytes: number) => void) | undefined;
}

import type { FileSet, ListedFile } from "../checkpoint/file-set.ts";
import { PlaygroundError } from "../errors.ts";

/** A file that is written piece by piece; a resumed download continues at its end. */
export interface PartialFile {
  /** Bytes received so far. */
  size(): Promise<number>;
  append(bytes: Uint8Array): Promise<void>;
  /** Marks the file as complete. */
  finish(): Promise<void>;
}

/** A place for downloads, by path in the repository: a folder, or the browser's file system. */
export interface DownloadStore {
  /** Whether the complete file is stored. */
  has(file: ListedFile): Promise<boolean>;
  partial(path: string): Promise<PartialFile>;
}

export interface DownloadProgress {
  path: string;
  /** Bytes stored and bytes of all files; files that were stored earlier count in both. */
  done: number;
  of: number;
}

export interface DownloadOptions {
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Aborting stops the download; a later one continues it. */
  signal?: AbortSignal | undefined;
}

/** Bytes per range request: some seconds on a slow line, so that a cut connection costs little. */
const PIECE = 8 * 2 ** 20;

/**
 * Downloads files of a set into a store; stored files are not requested again.
 * @throws PlaygroundError if the connection is cut or a file's length differs from the list; received bytes are kept
 * @throws signal.reason when aborted
 */
export async function download(
  set: FileSet,
  files: readonly ListedFile[],
  store: DownloadStore,
  { onProgress, signal }: DownloadOptions = {},
): Promise<void> {
  const of = files.reduce((sum, { size }) => sum + size, 0);
  let finished = 0;
  for (const file of files) {
    if (!(await store.has(file))) await downloadOne(file);
    finished += file.size;
    onProgress?.({ path: file.path, done: finished, of });
  }

  async function downloadOne({ path, size }: ListedFile): Promise<void> {
    signal?.throwIfAborted();
    const where = `${set.name}/${path}`;
    const partial = await store.partial(path);
    const from = await set.open(path);
    checkSize(where, size, from.size);
    let arrived = await partial.size();
    checkSize(where, size, Math.max(size, arrived));
    while (arrived < size) {
      signal?.throwIfAborted();
      const piece = new Uint8Array(await from.slice(arrived, Math.min(arrived + PIECE, size)).arrayBuffer());
      await partial.append(piece);
      arrived += piece.length;
      onProgress?.({ path, done: finished + arrived, of });
    }
    await partial.finish();
  }
}

function checkSize(where: string, expected: number, found: number): void {
  if (expected === found) return;
  throw new PlaygroundError({
    what: "A file does not have the length its list says",
    where,
    expected: `${expected} bytes`,
    found: `${found}`,
    fix: "Delete what has arrived, and begin again.",
  });
}

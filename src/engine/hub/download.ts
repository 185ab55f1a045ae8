import type { FileSet, ListedFile } from "../checkpoint/file-set.ts";
import { PlaygroundError } from "../errors.ts";

/** A file that is being written, piece by piece: a download goes on at its end. */
export interface PartialFile {
  /** Bytes that have arrived. */
  size(): Promise<number>;
  append(bytes: Uint8Array): Promise<void>;
  /** Everything has arrived. */
  finish(): Promise<void>;
}

/** Where downloads are kept, by their path in the repository: a folder, or the browser's own file system. */
export interface DownloadStore {
  /** Whether the whole file is there. */
  has(file: ListedFile): Promise<boolean>;
  partial(path: string): Promise<PartialFile>;
}

export interface DownloadProgress {
  path: string;
  /** Bytes of all files, of those that were there before as well. */
  done: number;
  of: number;
}

export interface DownloadOptions {
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Aborting ends the download where it is; it can be gone on with. */
  signal?: AbortSignal | undefined;
}

/** Bytes a range request asks for: seconds on a slow line, so that little is asked for twice after a cut. */
const PIECE = 8 * 2 ** 20;

/**
 * Brings files of a set into a store; what is there already is not asked for again.
 * @throws PlaygroundError where the connection is cut or a file is not as long as the list says; what arrived is kept
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

import { PlaygroundError } from "../errors.ts";
import { hubError } from "./hub-error.ts";
import { type HubAccess, type HubFile, type HubRepository, openHubFile } from "./repository.ts";

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
  has(file: HubFile): Promise<boolean>;
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
 * Downloads files of a repository into a store; what is there already is not asked for again.
 * @throws PlaygroundError where the connection is cut or a file is not as long as the list says; what arrived is kept
 * @throws signal.reason when aborted
 */
export async function download(
  repository: HubRepository,
  files: readonly HubFile[],
  store: DownloadStore,
  access: HubAccess = {},
  { onProgress, signal }: DownloadOptions = {},
): Promise<void> {
  const of = files.reduce((sum, { size }) => sum + size, 0);
  let finished = 0;
  for (const file of files) {
    if (!(await store.has(file))) await downloadOne(file);
    finished += file.size;
    onProgress?.({ path: file.path, done: finished, of });
  }

  async function downloadOne({ path, size }: HubFile): Promise<void> {
    const where = `${repository.name}/${path}`;
    const partial = await store.partial(path);
    const blob = await openHubFile(repository, path, access);
    checkSize(where, size, blob.size);
    let arrived = await partial.size();
    checkSize(where, size, Math.max(size, arrived));
    while (arrived < size) {
      signal?.throwIfAborted();
      const piece = await pieceOf(blob, arrived, Math.min(arrived + PIECE, size), where);
      await partial.append(piece);
      arrived += piece.length;
      onProgress?.({ path, done: finished + arrived, of });
    }
    await partial.finish();
  }
}

async function pieceOf(blob: Blob, from: number, to: number, where: string): Promise<Uint8Array> {
  try {
    const piece = new Uint8Array(await blob.slice(from, to).arrayBuffer());
    checkSize(`${where}, bytes ${from} to ${to}`, to - from, piece.length);
    return piece;
  } catch (error) {
    throw hubError(error, where);
  }
}

function checkSize(where: string, expected: number, found: number): void {
  if (expected === found) return;
  throw new PlaygroundError({
    what: "A file of the hub does not have the length its list says",
    where,
    expected: `${expected} bytes`,
    found: `${found}`,
    fix: "Remove what was downloaded of it, and try again.",
  });
}

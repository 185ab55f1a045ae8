import { missingFile } from "./missing-file.ts";
import type { CheckpointSource } from "./source.ts";

/** A file that can be read in parts. A Blob is one. */
export interface FileSlices {
  /** Size in bytes. */
  size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface ListedFile {
  path: string;
  /** Size in bytes. */
  size: number;
}

/**
 * Files by path, read only as far as they are asked for: files of the hub, of a local folder, or of the browser's
 * storage.
 */
export interface FileSet {
  /** The name that errors and pages show. */
  name: string;
  files: readonly ListedFile[];
  /** @throws PlaygroundError if the file cannot be opened; reading it later may throw the same */
  open(path: string): Promise<FileSlices>;
}

/** A set of files that are open already, such as those of a local folder. */
export function blobSet(name: string, blobs: ReadonlyMap<string, Blob>): FileSet {
  const files = [...blobs].map(([path, { size }]) => ({ path, size }));
  return {
    name,
    files,
    async open(path) {
      const blob = blobs.get(path);
      if (blob) return blob;
      throw missingFile(name, path, files);
    },
  };
}

/** The set as a source for `loadCheckpoint`, which reads each file as a whole. */
export function fileSetSource(set: FileSet): CheckpointSource {
  const has = (path: string) => set.files.some((file) => file.path === path);
  return {
    name: set.name,
    has: async (path) => has(path),
    async read(path) {
      if (!has(path)) throw missingFile(set.name, path, set.files);
      const file = await set.open(path);
      return new Uint8Array(await file.slice(0, file.size).arrayBuffer());
    },
  };
}

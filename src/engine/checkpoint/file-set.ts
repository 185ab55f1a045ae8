import { PlaygroundError } from "../errors.ts";
import type { CheckpointSource } from "./source.ts";

/** A file that need not be read as a whole; blobs are. */
export interface FileSlices {
  /** Bytes. */
  size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface ListedFile {
  path: string;
  /** Bytes. */
  size: number;
}

/** Files by path of which only what is asked for is read: of the hub, of a local folder, of this browser. */
export interface FileSet {
  /** How errors and pages call it. */
  name: string;
  files: readonly ListedFile[];
  /** @throws PlaygroundError where the file cannot be had; also while it is read */
  open(path: string): Promise<FileSlices>;
}

/** Files that lie open already, such as those of a local folder. */
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

/** The files for `loadCheckpoint`, each read as a whole. */
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

export function missingFile(name: string, path: string, files: readonly ListedFile[]): PlaygroundError {
  return new PlaygroundError({
    what: "A file of the checkpoint is missing",
    where: name,
    expected: path,
    found: files.map((file) => file.path).join(", ") || "no files",
  });
}

/** The plain records of bringing checkpoints into this browser that cross the worker boundary. */
import type { CheckpointDescription } from "../engine/checkpoint/describe.ts";
import type { ListedFile } from "../engine/checkpoint/file-set.ts";
import type { ModelOrigin } from "../storage/records.ts";

/** A file of a folder that the person chose; the path is relative to it. */
export interface LocalFile {
  path: string;
  blob: Blob;
}

/** Where a checkpoint is to be found. */
export type ModelPlace =
  | { kind: "hub"; host: string; repository: string; revision: string; token: string }
  | { kind: "folder"; name: string; files: readonly LocalFile[] };

/** A checkpoint that was looked at: nothing of its weights has been read but their list. */
export interface ModelLook {
  origin: ModelOrigin;
  files: ListedFile[];
  description: CheckpointDescription;
}

/** Where the bytes come from when it is kept; an empty token is none. */
export type ModelContent = { kind: "hub"; token: string } | { kind: "folder"; files: readonly LocalFile[] };

/** `fetching` and `checking` are counted in bytes of all files. */
export interface ModelProgress {
  stage: "fetching" | "checking";
  done: number;
  of: number;
}

/** The plain records of bringing checkpoints into this browser that cross the worker boundary. */
import type { CheckpointDescription } from "../engine/checkpoint/describe.ts";
import type { ListedFile } from "../engine/checkpoint/file-set.ts";
import type { ModelOrigin } from "../storage/records.ts";

/** A file of a folder that the person chose; the path is relative to it. */
export interface LocalFile {
  path: string;
  blob: Blob;
}

/** A folder of adapters as PEFT saves them. */
export interface AdapterFolder {
  name: string;
  files: readonly LocalFile[];
}

/** Where a checkpoint is to be found. */
export type ModelPlace =
  | { kind: "hub"; host: string; repository: string; revision: string; token: string }
  | { kind: "folder"; name: string; files: readonly LocalFile[] };

/** One of the ways that a checkpoint is there: safetensors, or an exported ONNX graph in one precision. */
export interface ModelForm {
  files: ListedFile[];
  description: CheckpointDescription;
}

/** A checkpoint in the form that is to be kept: nothing of its weights has been read but their list. */
export interface ModelLook extends ModelForm {
  origin: ModelOrigin;
}

/** What was found, in the first of its forms. */
export interface FoundModel extends ModelLook {
  forms: ModelForm[];
}

/** Where the bytes come from when it is kept; an empty token is none. */
export type ModelContent = { kind: "hub"; token: string } | { kind: "folder"; files: readonly LocalFile[] };

/** `fetching` and `checking` are counted in bytes of all files. */
export interface ModelProgress {
  stage: "fetching" | "checking";
  done: number;
  of: number;
}

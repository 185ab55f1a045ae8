/** The plain records of importing checkpoints that cross the worker boundary. */
import type { CheckpointDescription } from "../engine/checkpoint/describe.ts";
import type { ListedFile } from "../engine/checkpoint/file-set.ts";
import type { ModelOrigin } from "../storage/records.ts";

/** A file of a folder that the person chose; the path is relative to the folder. */
export interface LocalFile {
  path: string;
  blob: Blob;
}

/** A folder of adapters as PEFT saves them. */
export interface AdapterFolder {
  name: string;
  files: readonly LocalFile[];
}

/** Where a checkpoint is to be read from. */
export type ModelPlace =
  | { kind: "hub"; host: string; repository: string; revision: string; token: string }
  | { kind: "folder"; name: string; files: readonly LocalFile[] };

/** A form of a checkpoint: safetensors, or an exported ONNX graph of one precision. */
export interface ModelForm {
  files: ListedFile[];
  description: CheckpointDescription;
}

/** A described checkpoint in the form to be kept. Of its weights only the list has been read. */
export interface ModelLook extends ModelForm {
  origin: ModelOrigin;
}

/** A described checkpoint in its first form, with its other forms. */
export interface FoundModel extends ModelLook {
  forms: ModelForm[];
}

/** Where the bytes are read from when the checkpoint is kept; an empty token means no token. */
export type ModelContent = { kind: "hub"; token: string } | { kind: "folder"; files: readonly LocalFile[] };

/** Progress in bytes of all files, for both stages. */
export interface ModelProgress {
  stage: "fetching" | "checking";
  done: number;
  of: number;
}

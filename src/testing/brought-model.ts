import type { ModelRecord } from "../storage/records.ts";
import { keepModel } from "../worker/handlers/models/keep.ts";
import { lookUpModel } from "../worker/handlers/models/look.ts";

/** Stores the files of a checkpoint in this browser, as the Models page does with a folder. */
export async function bringModel(name: string, files: ReadonlyMap<string, Uint8Array>): Promise<ModelRecord> {
  const local = [...files].map(([path, bytes]) => ({ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) }));
  const call = { emit: () => {}, signal: new AbortController().signal };
  const look = await lookUpModel({ kind: "lookUpModel", place: { kind: "folder", name, files: local } }, call);
  return keepModel({ kind: "keepModel", look, content: { kind: "folder", files: local } }, call);
}

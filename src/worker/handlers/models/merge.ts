import { saveCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { fileSetSource } from "../../../engine/checkpoint/file-set.ts";
import { withAdapter } from "../../../engine/decoder/peft-adapter.ts";
import { storedCheckpoint } from "../../../storage/stored-source.ts";
import type { RequestOf } from "../../calls.ts";
import type { LocalFile } from "../../model-records.ts";
import { localFiles } from "./look.ts";

/**
 * Adapters of a folder, and the value head that was trained beside them, put on the model they were trained on.
 * @throws PlaygroundError where they do not fit it
 */
export async function mergeAdapter({ adapter, base }: RequestOf<"mergeAdapter">): Promise<LocalFile[]> {
  const merged = await withAdapter(
    await storedCheckpoint(base),
    fileSetSource(localFiles(adapter.name, adapter.files)),
  );
  const files = saveCheckpoint(merged, { dtype: "F32" });
  return [...files].map(([path, bytes]) => ({ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) }));
}

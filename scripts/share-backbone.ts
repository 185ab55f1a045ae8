/**
 * Embedded reward models only store the tensors that training has changed; their other tensors are in the backbone's
 * file.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { INDEX, MODEL_FILE } from "../src/engine/checkpoint/checkpoint.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../src/engine/checkpoint/safetensors.ts";

const OWN = "model-00001-of-00002.safetensors";

const read = async (path: string) => readSafetensors(new Uint8Array(await readFile(path)), path);

function isSame(a: Tensor, b: Tensor | undefined): boolean {
  return b !== undefined && a.data.length === b.data.length && a.data.every((value, i) => value === b.data[i]);
}

/**
 * Rewrites a checkpoint as two shards (Hugging Face layout, `model.safetensors.index.json`), the second of which is the
 * file of another checkpoint in a neighbouring folder.
 * @param folder the folder of the checkpoint, with one `model.safetensors` in half precision
 * @param shared the name of the other checkpoint's folder
 */
export async function shareBackbone(folder: string, shared: string): Promise<void> {
  const own = await read(join(folder, MODEL_FILE));
  const backbone = await read(join(folder, "..", shared, MODEL_FILE));
  const changed = new Map([...own].filter(([name, tensor]) => !isSame(tensor, backbone.get(name))));
  const weightMap = Object.fromEntries(
    [...own.keys()].map((name) => [name, changed.has(name) ? OWN : `../${shared}/${MODEL_FILE}`]),
  );
  await writeFile(join(folder, OWN), writeSafetensors(changed, "F16"));
  await writeFile(join(folder, INDEX), JSON.stringify({ metadata: {}, weight_map: weightMap }, null, 2));
  await rm(join(folder, MODEL_FILE));
}

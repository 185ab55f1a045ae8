import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../engine/checkpoint/safetensors.ts";
import { memorySource } from "../engine/checkpoint/source.ts";
import { loraWeights } from "../engine/decoder/lora.ts";
import { saveAdapter } from "../engine/decoder/peft-adapter.ts";

const WEIGHTS = "adapter_model.safetensors";

/** A folder of adapters for a checkpoint, as a pack leaves it: trained, with the value head that was trained beside them. */
export async function tinyAdapter(base: ReadonlyMap<string, Uint8Array>): Promise<Map<string, Uint8Array>> {
  const { config, weights } = await loadCheckpoint(memorySource(base));
  const settings = { rank: 2, alpha: 4, targets: [] };
  const { adapters } = loraWeights(config, weights, settings, 1);
  const trained = new Map(
    [...adapters].map(([name, { shape, data }]): [string, Tensor] => [
      name,
      { shape, data: data.map((x, i) => x + Math.sin(i) / 8) },
    ]),
  );
  const files = saveAdapter(config, trained, settings, "base");
  const tensors = readSafetensors(files.get(WEIGHTS) as Uint8Array, WEIGHTS);
  const head = new Float32Array(config.hiddenSize).map((_, i) => i / config.hiddenSize);
  tensors.set("base_model.model.score.weight", { shape: [1, config.hiddenSize], data: head });
  return files.set(WEIGHTS, writeSafetensors(tensors, "F32"));
}

import { PlaygroundError } from "../errors.ts";
import type { CheckpointSource } from "./source.ts";

/**
 * Forms of a model that the playground does not read: files that reveal the form, its name, and what to do about it.
 */
const FORMS: { files: readonly string[]; found: string; fix: string }[] = [
  {
    files: ["adapter_config.json", "adapter_model.safetensors", "adapter_model.bin"],
    found: "adapters (LoRA), which are no model without their base",
    fix: "Merge them into their base model (PEFT's merge_and_unload, or icrm models merge with the base's folder), save that, and give its folder.",
  },
  {
    files: ["pytorch_model.bin", "pytorch_model.bin.index.json", "pytorch_model-00001-of-00002.bin"],
    found: "weights as PyTorch pickles them (.bin), which can run code when they are read",
    fix: "Convert them to safetensors: transformers' save_pretrained writes them so.",
  },
  {
    files: ["consolidated.00.pth", "tf_model.h5", "flax_model.msgpack"],
    found: "weights of another library",
    fix: "Convert them to safetensors: transformers' save_pretrained writes them so.",
  },
];

/**
 * If a folder lacks a needed file, says which other form of model the folder holds.
 * @throws PlaygroundError naming that form
 */
export async function checkForm(source: CheckpointSource, needed: string): Promise<void> {
  if (await source.has(needed)) return;
  for (const { files, found, fix } of FORMS) {
    for (const file of files) {
      if (!(await source.has(file))) continue;
      const where = `${source.name}/${file}`;
      throw new PlaygroundError({
        what: "The folder holds no model that can be read",
        where,
        expected: needed,
        found,
        fix,
      });
    }
  }
}

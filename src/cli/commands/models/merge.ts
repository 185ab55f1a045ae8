import { Command } from "commander";
import { loadCheckpoint, saveCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { withAdapter } from "../../../engine/decoder/peft-adapter.ts";
import { directorySource, writeFiles } from "../../files.ts";
import { print } from "../../output.ts";

interface Options {
  adapter: string;
  out: string;
  json?: boolean;
}

export const command = new Command("merge")
  .description(
    "Add adapters that PEFT has saved, and the value head beside them, to the checkpoint they were trained on.",
  )
  .argument("<dir>", "checkpoint in Hugging Face layout")
  .requiredOption("--adapter <dir>", "folder with adapter_config.json and adapter_model.safetensors")
  .requiredOption("--out <dir>", "where to")
  .option("--json", "print one JSON document")
  .action(run);

async function run(directory: string, { adapter, out, json }: Options): Promise<void> {
  const base = await loadCheckpoint(directorySource(directory));
  const merged = await withAdapter(base, directorySource(adapter));
  await writeFiles(out, saveCheckpoint(merged, { dtype: "F32" }));
  const valueHead = merged.valueHead !== null;
  print({ checkpoint: directory, adapter, out, value_head: valueHead }, { ...(json && { json }) }, () => {
    return `${out}: ${directory} with ${adapter}${valueHead ? ", a reward model" : ""}`;
  });
}

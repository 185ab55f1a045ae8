import { Command } from "commander";
import { loadCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { inferenceBytes, parameterCount } from "../../../engine/checkpoint/memory.ts";
import { checkpointTokenizer } from "../../../engine/tokenizer/checkpoint-tokenizer.ts";
import { directorySource } from "../../files.ts";
import { print } from "../../output.ts";

/** What memory is told for: a batch as a person would generate. */
const BATCH = { rows: 8, tokens: 256 };

export const inspect = new Command("inspect")
  .description(
    "Load a checkpoint and say what it is: architecture, size, heads, tokenizer, memory. Fails on a broken one.",
  )
  .argument("<dir>", "checkpoint in Hugging Face layout")
  .option("--json", "print one JSON document")
  .action(run);

async function run(directory: string, { json }: { json?: boolean }): Promise<void> {
  const checkpoint = await loadCheckpoint(directorySource(directory));
  const { config, valueHead, tokenizer } = checkpoint;
  const read = tokenizer && checkpointTokenizer(checkpoint);
  const document = {
    checkpoint: directory,
    architecture: config.architecture,
    task: config.task,
    layers: config.layerCount,
    hidden: config.hiddenSize,
    heads: config.headCount,
    key_value_heads: config.kvHeadCount,
    context: config.contextLength,
    vocabulary: config.vocabSize,
    parameters: parameterCount(config),
    value_head: valueHead !== null,
    tokenizer: read && { tokens: read.vocabSize, bos: read.bosId, eos: read.eosId, pad: read.padId },
    memory: {
      ...BATCH,
      f16_bytes: inferenceBytes(config, { ...BATCH, weightBytes: 2 }),
      f32_bytes: inferenceBytes(config, { ...BATCH, weightBytes: 4 }),
    },
  };
  print(document, { ...(json && { json }) }, () => readable(document));
}

function readable(found: {
  checkpoint: string;
  architecture: string;
  layers: number;
  hidden: number;
  context: number;
  vocabulary: number;
  parameters: number;
  value_head: boolean;
  tokenizer: { tokens: number } | null;
  memory: { rows: number; tokens: number; f16_bytes: number; f32_bytes: number };
}): string {
  const { memory, tokenizer } = found;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return [
    `${found.checkpoint}: ${found.architecture}, ${(found.parameters / 1e6).toFixed(2)} M parameters`,
    `  ${found.layers} layers of width ${found.hidden}, context ${found.context}, vocabulary ${found.vocabulary}`,
    `  ${found.value_head ? "a value head: gives process rewards" : "no value head: a policy, or the base of a reward model"}`,
    `  ${tokenizer ? `tokenizer of ${tokenizer.tokens} tokens` : "no tokenizer"}`,
    `  generating ${memory.rows} × ${memory.tokens} tokens: ${mebibytes(memory.f16_bytes)} in f16, ${mebibytes(memory.f32_bytes)} in f32`,
  ].join("\n");
}

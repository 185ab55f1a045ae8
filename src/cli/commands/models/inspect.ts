import { Command } from "commander";
import { loadCheckpoint, loadTextSide } from "../../../engine/checkpoint/checkpoint.ts";
import type { DecoderConfig } from "../../../engine/checkpoint/config.ts";
import { inferenceBytes, parameterCount } from "../../../engine/checkpoint/memory.ts";
import { chooseDevice } from "../../../engine/device.ts";
import { checkpointTokenizer } from "../../../engine/tokenizer/checkpoint-tokenizer.ts";
import { directorySource } from "../../files.ts";
import { exportedAlone, openPolicy } from "../../models.ts";
import { print } from "../../output.ts";

/** The batch that the memory demand is stated for: as large as a person's usual generation. */
const BATCH = { rows: 8, tokens: 256 };

export const command = new Command("inspect")
  .description(
    "Load a checkpoint and say what it is: architecture, size, heads, tokenizer, memory. Fails on a broken one.",
  )
  .argument("<dir>", "checkpoint in Hugging Face layout")
  .option("--json", "print one JSON document")
  .action(run);

async function run(directory: string, { json }: { json?: boolean }): Promise<void> {
  const graph = await exportedAlone(directory);
  if (graph) await tryOut(directory);
  const source = directorySource(directory);
  const checkpoint = graph ? null : await loadCheckpoint(source);
  const text = checkpoint ?? (await loadTextSide(source));
  const { config, tokenizer } = text;
  const read = tokenizer && checkpointTokenizer(text);
  const document = {
    checkpoint: directory,
    architecture: config.architecture,
    task: config.task,
    ...sizesOf(checkpoint?.config ?? null),
    context: config.contextLength,
    vocabulary: config.vocabSize,
    weights: graph?.graph ?? "safetensors",
    runs_in: graph?.precision ?? "float32",
    trainable: graph === null,
    value_head: checkpoint?.valueHead != null,
    tokenizer: read && { tokens: read.vocabSize, bos: read.bosId, eos: read.eosId, pad: read.padId },
    memory: checkpoint && memoryOf(checkpoint.config),
  };
  print(document, { ...(json && { json }) }, () => readable(document));
}

/** The sizes of a decoder; null for an exported graph, since its config is read for its texts alone. */
function sizesOf(config: DecoderConfig | null) {
  return {
    layers: config?.layerCount ?? null,
    hidden: config?.hiddenSize ?? null,
    heads: config?.headCount ?? null,
    key_value_heads: config?.kvHeadCount ?? null,
    parameters: config && parameterCount(config),
  };
}

function memoryOf(config: DecoderConfig) {
  return {
    ...BATCH,
    f16_bytes: inferenceBytes(config, { ...BATCH, weightBytes: 2 }),
    f32_bytes: inferenceBytes(config, { ...BATCH, weightBytes: 4 }),
  };
}

/** Opens a graph, since its inputs and outputs are only known then. */
async function tryOut(directory: string): Promise<void> {
  const { lm } = await openPolicy(directory, await chooseDevice("wasm"));
  await lm.release();
}

function readable(found: {
  checkpoint: string;
  architecture: string;
  layers: number | null;
  hidden: number | null;
  context: number;
  vocabulary: number;
  parameters: number | null;
  weights: string;
  runs_in: string;
  trainable: boolean;
  value_head: boolean;
  tokenizer: { tokens: number } | null;
  memory: ReturnType<typeof memoryOf> | null;
}): string {
  const { memory, tokenizer } = found;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return [
    `${found.checkpoint}: ${found.architecture}${found.parameters === null ? "" : `, ${(found.parameters / 1e6).toFixed(2)} M parameters`}`,
    `  ${found.layers === null ? "" : `${found.layers} layers of width ${found.hidden}, `}context ${found.context}, vocabulary ${found.vocabulary}`,
    `  weights: ${found.weights}, run in ${found.runs_in}${found.trainable ? "" : "; it writes, and cannot be trained on"}`,
    `  ${found.value_head ? "a value head: gives process rewards" : "no value head: a policy, or the base of a reward model"}`,
    `  ${tokenizer ? `tokenizer of ${tokenizer.tokens} tokens` : "no tokenizer"}`,
    ...(memory
      ? [
          `  generating ${memory.rows} × ${memory.tokens} tokens: ${mebibytes(memory.f16_bytes)} in f16, ${mebibytes(memory.f32_bytes)} in f32`,
        ]
      : []),
  ].join("\n");
}

import { Command } from "commander";
import { loadCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { decoderGraph } from "../../../engine/onnx/decoder-graph.ts";
import { directorySource, writeSafely } from "../../files.ts";
import { print } from "../../output.ts";

export const command = new Command("onnx")
  .description(
    "Write a checkpoint as an ONNX graph with a key/value cache: logits, and rewards where it has a value head.",
  )
  .argument("<dir>", "checkpoint in Hugging Face layout")
  .requiredOption("--out <file>", "where to, such as model.onnx")
  .option("--json", "print one JSON document")
  .action(run);

async function run(directory: string, { out, json }: { out: string; json?: boolean }): Promise<void> {
  const { config, weights, valueHead } = await loadCheckpoint(directorySource(directory));
  const logits = config.task === "causal-lm";
  const graph = decoderGraph(config, weights, valueHead, { logits });
  await writeSafely(out, graph);
  const outputs = [...(logits ? ["logits"] : []), ...(valueHead ? ["rewards"] : [])];
  print({ checkpoint: directory, out, bytes: graph.length, outputs }, { ...(json && { json }) }, () => {
    return `${out}: ${graph.length} bytes; gives ${outputs.join(" and ")}`;
  });
}

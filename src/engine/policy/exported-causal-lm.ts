import type { DecoderConfig } from "../checkpoint/config.ts";
import type { ExportedGraph } from "../checkpoint/exported-graph.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import type { KvCache } from "../onnx/kv-cache.ts";
import { openExportedSession, type RuntimeOptions } from "../onnx/session.ts";
import type { CausalLM } from "./causal-lm.ts";
import { OnnxCausalLM } from "./onnx-causal-lm.ts";

/**
 * Opens an exported ONNX graph as a language model. It is run unchanged, with its quantised weights.
 * @throws PlaygroundError if the graph cannot be loaded, or is no decoder with a key/value cache
 */
export async function openExportedCausalLM(
  source: CheckpointSource,
  { graph, data }: ExportedGraph,
  config: DecoderConfig,
  options: RuntimeOptions,
): Promise<CausalLM<KvCache>> {
  const weights = await Promise.all(
    data.map(async (path) => {
      const bytes = await source.read(path);
      // The graph refers to its data by paths relative to itself.
      return { path: path.slice(path.lastIndexOf("/") + 1), size: bytes.length, bytes: () => bytes };
    }),
  );
  const session = await openExportedSession({ graph: await source.read(graph), weights }, config, options);
  return new OnnxCausalLM(session, config);
}

import type { DecoderConfig } from "../checkpoint/config.ts";
import type { ExportedGraph } from "../checkpoint/exported-graph.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import type { KvCache } from "../onnx/kv-cache.ts";
import { openExportedSession, type RuntimeOptions } from "../onnx/session.ts";
import type { CausalLM } from "./causal-lm.ts";
import { OnnxCausalLM } from "./onnx-causal-lm.ts";

/**
 * An exported ONNX graph as a language model: run as it is, quantised weights and all.
 * @throws PlaygroundError where it does not load, or is no decoder with a key/value cache
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
      // The graph names its data relative to itself.
      return { path: path.slice(path.lastIndexOf("/") + 1), size: bytes.length, bytes: () => bytes };
    }),
  );
  const session = await openExportedSession({ graph: await source.read(graph), weights }, config, options);
  return new OnnxCausalLM(session, config);
}

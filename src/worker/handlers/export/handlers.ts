import { loadCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { decoderGraph } from "../../../engine/onnx/decoder-graph.ts";
import { checkpoints } from "../../../storage/checkpoints.ts";
import type { RequestOf } from "../../calls.ts";
import { clusterPack } from "./cluster-pack.ts";

/** Packs a run with the files that the site serves. */
export const packForCluster = (request: RequestOf<"packForCluster">): Promise<Blob> => clusterPack(request);

/**
 * The reward model of a run as an ONNX graph that outputs rewards. @throws PlaygroundError if the run's model is gone
 */
export async function exportOnnx({ run }: RequestOf<"exportOnnx">): Promise<Blob> {
  const { config, weights, valueHead } = await loadCheckpoint(checkpoints.source(run));
  return new Blob([decoderGraph(config, weights, valueHead, { logits: false }) as Uint8Array<ArrayBuffer>]);
}

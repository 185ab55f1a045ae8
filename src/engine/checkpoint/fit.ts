import type { DeviceReport } from "../device.ts";
import type { DecoderConfig } from "./config.ts";
import { parameterCount } from "./memory.ts";
import { expectedTensors } from "./names.ts";

/** What opening a checkpoint takes, beside what there is. */
export interface Demand {
  /** For a person: "the largest tensor in one buffer of the GPU". */
  what: string;
  /** Bytes. */
  needed: number;
  available: number;
}

/** ONNX Runtime reads a model from one protobuf message, which has no more. */
const MOST_GRAPH_BYTES = 2 ** 31 - 1;
/** What a Wasm program can address. */
const MOST_WASM_BYTES = 2 ** 32;
/** The graph in the heap, its weights, and what is folded and packed of them: measured at 135 M and 361 M parameters. */
const WASM_BYTES_A_GRAPH_BYTE = 2.5;

/**
 * What running a checkpoint demands of a device, before anything of it is loaded: weights are float32 there.
 * @param logits whether it is to write, or only to judge
 */
export function demands(
  config: DecoderConfig,
  { backend, limits }: Pick<DeviceReport, "backend" | "limits">,
  { logits }: { logits: boolean },
): Demand[] {
  const graph = graphBytes(config, logits);
  const demanded: Demand[] = [{ what: "the weights as one ONNX model", needed: graph, available: MOST_GRAPH_BYTES }];
  if (backend === "wasm") {
    const needed = WASM_BYTES_A_GRAPH_BYTE * graph;
    demanded.push({ what: "the memory of a Wasm program, about", needed, available: MOST_WASM_BYTES });
  }
  if (limits) {
    const available = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
    const needed = largestTensorBytes(config, logits);
    demanded.push({ what: "the largest tensor in one buffer of the GPU", needed, available });
  }
  return demanded;
}

/** The first demand that is not met; null where the device has room for it all. */
export function shortage(demanded: readonly Demand[]): Demand | null {
  return demanded.find(({ needed, available }) => needed > available) ?? null;
}

/** A tied head is there twice: by rows for the embedding, by columns for the logits. A judge has no language-model head. */
function graphBytes(config: DecoderConfig, logits: boolean): number {
  const head = config.vocabSize * config.hiddenSize;
  const untied = !config.tiedHead && config.task === "causal-lm";
  if (logits) return 4 * (parameterCount(config) + (untied ? 0 : head));
  return 4 * (parameterCount(config) - (untied ? head : 0));
}

/** Projections that read the same input are one matrix: queries, keys and values, gate and up. */
function largestTensorBytes(config: DecoderConfig, logits: boolean): number {
  const { hiddenSize, intermediateSize, headDim, headCount, kvHeadCount, architecture } = config;
  const sizes = [...expectedTensors(config)]
    .filter(([name]) => logits || name !== "lm_head.weight")
    .map(([, shape]) => shape.reduce((product, side) => product * side, 1));
  const together =
    architecture === "gpt2" ? 0 : hiddenSize * Math.max(2 * intermediateSize, (headCount + 2 * kvHeadCount) * headDim);
  return 4 * Math.max(...sizes, together);
}

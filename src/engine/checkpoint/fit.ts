import type { DeviceReport } from "../device.ts";
import type { DecoderConfig, TextConfig } from "./config.ts";
import type { ExportedGraph } from "./exported-graph.ts";
import type { ListedFile } from "./file-set.ts";
import { parameterCount } from "./memory.ts";
import { expectedTensors } from "./names.ts";

/** What opening a checkpoint needs, and what the device has. */
export interface Demand {
  /** The name of the resource for a person: "the largest tensor in one buffer of the GPU". */
  what: string;
  /** Needed bytes. */
  needed: number;
  available: number;
}

/** Bytes that a Wasm program can address. All models that a worker runs on Wasm share them. */
export const MOST_WASM_BYTES = 2 ** 32;
/**
 * Weights of at most this many bytes are packed anew for the matrix products, which speeds up batches of short texts.
 */
const MOST_PACKED_BYTES = 2 ** 30;
/**
 * Bytes of heap per byte of weights once a model is open, packed or not: measured at 135 M, 494 M and 596 M parameters.
 */
const WASM_BYTES_PACKED = 1.5;
const WASM_BYTES_AS_THEY_ARE = 1.05;
/** Bytes of heap per byte of weights, where the weights lie inside the graph's file. */
const WASM_BYTES_IN_A_FILE = 2.7;
/** Bytes that a run takes beside weights and logits: 512 tokens over a vocabulary of 151,936 took 390 MB in all. */
const WASM_WORK_BYTES = 2 ** 27;
/** Length in tokens of the text that must fit. */
const TOKENS = 512;

/**
 * Whether ONNX Runtime may pack weights of this many bytes anew. While it opens a model it holds both the packed and
 * the original weights, so large models are not packed.
 */
export function isPacked(weightBytes: number): boolean {
  return weightBytes <= MOST_PACKED_BYTES;
}

/** Bytes of a model's weights, inside and outside the file of its graph. */
export interface ModelBytes {
  inside: number;
  outside: number;
}

/** Bytes of Wasm heap that an open model keeps. */
export function keptHeapBytes({ inside, outside }: ModelBytes): number {
  const bytes = inside + outside;
  return (isPacked(bytes) ? WASM_BYTES_PACKED : WASM_BYTES_AS_THEY_ARE) * bytes;
}

/** Bytes of Wasm heap that opening a model takes. */
export function openingHeapBytes({ inside, outside }: ModelBytes): number {
  return WASM_BYTES_IN_A_FILE * inside + keptHeapBytes({ inside: 0, outside });
}

/**
 * What running a checkpoint demands of a device, known before anything is loaded. Weights are float32 on the device.
 * @param logits whether the model writes (and needs logits) or only judges
 */
export function demands(
  config: DecoderConfig,
  { backend, limits }: Pick<DeviceReport, "backend" | "limits">,
  { logits }: { logits: boolean },
): Demand[] {
  const demanded: Demand[] = [];
  if (backend === "wasm") {
    const needed = openingHeapBytes({ inside: 0, outside: weightBytes(config, logits) }) + workBytes(config);
    demanded.push({ what: "the memory of a Wasm program, about", needed, available: MOST_WASM_BYTES });
  }
  if (limits) {
    const available = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
    const needed = largestTensorBytes(config, logits);
    demanded.push({ what: "the largest tensor in one buffer of the GPU", needed, available });
  }
  return demanded;
}

/**
 * What running an exported graph demands of a device. For a while the heap holds the weights inside the graph's file
 * three times: as the file, as the parsed message and as weights.
 */
export function exportedDemands(
  config: TextConfig,
  { graph, data }: ExportedGraph,
  files: readonly ListedFile[],
): Demand[] {
  const bytes = (paths: readonly string[]) =>
    files.filter(({ path }) => paths.includes(path)).reduce((sum, { size }) => sum + size, 0);
  const needed = openingHeapBytes({ inside: bytes([graph]), outside: bytes(data) }) + workBytes(config);
  return [{ what: "the memory of a Wasm program, about", needed, available: MOST_WASM_BYTES }];
}

/** The first demand that the device does not meet; null if it meets all. */
export function shortage(demanded: readonly Demand[]): Demand | null {
  return demanded.find(({ needed, available }) => needed > available) ?? null;
}

/** Bytes of working memory for a row that is read as a whole. */
function workBytes({ vocabSize }: TextConfig): number {
  return WASM_WORK_BYTES + 4 * TOKENS * vocabSize;
}

/** Bytes of the weights as float32. A tied head is the token table itself, and a judge has no language-model head. */
function weightBytes(config: DecoderConfig, logits: boolean): number {
  const hasHead = !config.tiedHead && config.task === "causal-lm";
  return 4 * (parameterCount(config) - (hasHead && !logits ? config.vocabSize * config.hiddenSize : 0));
}

/**
 * Bytes of the largest tensor. Projections that read the same input are one matrix: queries, keys and values; gate and
 * up.
 */
function largestTensorBytes(config: DecoderConfig, logits: boolean): number {
  const { hiddenSize, intermediateSize, headDim, headCount, kvHeadCount, architecture } = config;
  const sizes = [...expectedTensors(config)]
    .filter(([name]) => logits || name !== "lm_head.weight")
    .map(([, shape]) => shape.reduce((product, side) => product * side, 1));
  const together =
    architecture === "gpt2" ? 0 : hiddenSize * Math.max(2 * intermediateSize, (headCount + 2 * kvHeadCount) * headDim);
  return 4 * Math.max(...sizes, together);
}

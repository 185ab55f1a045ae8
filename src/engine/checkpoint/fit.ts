import type { DeviceReport } from "../device.ts";
import type { DecoderConfig } from "./config.ts";
import type { ExportedGraph } from "./exported-graph.ts";
import type { ListedFile } from "./file-set.ts";
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

/** What a Wasm program can address: all models that a worker runs on Wasm are in it. */
export const MOST_WASM_BYTES = 2 ** 32;
/** Weights up to here are packed anew for the matrix products, which is worth it for batches of short texts. */
const MOST_PACKED_BYTES = 2 ** 30;
/** Heap a byte of weights once a model is open, packed and not: measured at 135 M, 494 M and 596 M parameters. */
const WASM_BYTES_PACKED = 1.5;
const WASM_BYTES_AS_THEY_ARE = 1.05;
/** The same of weights within the file of their graph. */
const WASM_BYTES_IN_A_FILE = 2.7;
/** Heap of a run beside the weights and the logits: 512 tokens over 151,936 words took 390 MB in all. */
const WASM_WORK_BYTES = 2 ** 27;
/** Tokens of a text that there is to be room for. */
const TOKENS = 512;

/**
 * Whether ONNX Runtime may pack weights of this many bytes anew. It holds what it packed beside what it packed from while
 * it opens a model, so that large models go without.
 */
export function isPacked(weightBytes: number): boolean {
  return weightBytes <= MOST_PACKED_BYTES;
}

/** Bytes of a model: within the file of its graph, and beside it. */
export interface ModelBytes {
  inside: number;
  outside: number;
}

/** Heap that an open model keeps on Wasm. */
export function keptHeapBytes({ inside, outside }: ModelBytes): number {
  const bytes = inside + outside;
  return (isPacked(bytes) ? WASM_BYTES_PACKED : WASM_BYTES_AS_THEY_ARE) * bytes;
}

/** Heap that a model takes on Wasm until it is open. */
export function openingHeapBytes({ inside, outside }: ModelBytes): number {
  return WASM_BYTES_IN_A_FILE * inside + keptHeapBytes({ inside: 0, outside });
}

/**
 * What running a checkpoint demands of a device, before anything of it is loaded: weights are float32 there.
 * @param logits whether it is to write, or only to judge
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
 * What running an exported graph demands. What lies within the graph's own file is in the heap as the file, as the message
 * and as weights before any of it is let go of.
 */
export function exportedDemands(
  config: DecoderConfig,
  { graph, data }: ExportedGraph,
  files: readonly ListedFile[],
): Demand[] {
  const bytes = (paths: readonly string[]) =>
    files.filter(({ path }) => paths.includes(path)).reduce((sum, { size }) => sum + size, 0);
  const needed = openingHeapBytes({ inside: bytes([graph]), outside: bytes(data) }) + workBytes(config);
  return [{ what: "the memory of a Wasm program, about", needed, available: MOST_WASM_BYTES }];
}

/** The first demand that is not met; null where the device has room for it all. */
export function shortage(demanded: readonly Demand[]): Demand | null {
  return demanded.find(({ needed, available }) => needed > available) ?? null;
}

/** Of a row that is read as a whole. */
function workBytes({ vocabSize }: DecoderConfig): number {
  return WASM_WORK_BYTES + 4 * TOKENS * vocabSize;
}

/** As float32; a tied head is the table of tokens itself, and a judge has no language-model head. */
function weightBytes(config: DecoderConfig, logits: boolean): number {
  const hasHead = !config.tiedHead && config.task === "causal-lm";
  return 4 * (parameterCount(config) - (hasHead && !logits ? config.vocabSize * config.hiddenSize : 0));
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

import { PlaygroundError } from "../errors.ts";
import type { ListedFile } from "./file-set.ts";

/** Precision of the weights of an exported ONNX graph, in transformers.js's words. */
export type GraphPrecision = "q4" | "q8" | "int8" | "uint8" | "q4f16" | "fp16" | "fp32";

/** A decoder that another program exported as an ONNX graph. It can write; its weights cannot be trained. */
export interface ExportedGraph {
  precision: GraphPrecision;
  /** Path of the graph file. */
  graph: string;
  /** Paths of the graph's external data files. */
  data: string[];
}

/** Precision by the end of the file's name after "model", in order of preference: the first runs on every device. */
const PRECISIONS: readonly [suffix: string, GraphPrecision][] = [
  ["_q4", "q4"],
  ["_quantized", "q8"],
  ["_int8", "int8"],
  ["_uint8", "uint8"],
  ["_q4f16", "q4f16"],
  ["_fp16", "fp16"],
  ["", "fp32"],
];

/** The exported graphs among some files: `onnx/model_q4.onnx` with its `onnx/model_q4.onnx_data`. */
export function exportedGraphs(files: readonly ListedFile[]): ExportedGraph[] {
  return PRECISIONS.flatMap(([suffix, precision]) => {
    const name = `model${suffix}.onnx`;
    const graph = files.find(({ path }) => path === `onnx/${name}` || path === name)?.path;
    if (graph === undefined) return [];
    const data = files.map(({ path }) => path).filter((path) => path.startsWith(`${graph}_data`));
    return [{ precision, graph, data }];
  });
}

/** The error for an attempt to train on an exported graph. */
export function notTrainable(name: string): PlaygroundError {
  return new PlaygroundError({
    what: "An exported ONNX graph cannot be trained on: its weights are quantised or baked into a program without gradients",
    where: name,
    expected: "a checkpoint with safetensors",
    found: "an ONNX graph, which only writes",
    fix: "Import the safetensors of the same model, or choose another model.",
  });
}

/** Whether a device needs half-precision arithmetic to run the graph. */
export function needsHalfPrecision({ precision }: ExportedGraph): boolean {
  return precision === "fp16" || precision === "q4f16";
}

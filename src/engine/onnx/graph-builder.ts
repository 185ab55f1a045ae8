import { type Attribute, byteLength, type Dimension, type ElementType, encodeModel, type Graph } from "./proto.ts";

// The operators used here (Reshape with zeros, Split by sizes, Shape with a range) are all in opset 21.
const OPSET = 21;

/** ONNX Runtime's fused operators in its own domain; each has a kernel for Wasm and for WebGPU. */
const FUSED_DOMAIN = "com.microsoft";
const FUSED_OPS: ReadonlySet<string> = new Set([
  "FastGelu",
  "QuickGelu",
  "RotaryEmbedding",
  "SkipLayerNormalization",
  "SkipSimplifiedLayerNormalization",
]);

const OPSETS = { "": OPSET, [FUSED_DOMAIN]: 1 };

/** A weight of at least this many bytes gets a file of its own. */
const LEAST_OUTSIDE = 1024;

/** A matrix or vector to be stored in the graph; `data` is called once, when the graph is written. */
export interface Constant {
  shape: number[];
  data: () => Float32Array;
}

/** A file of an ONNX model's external data; it holds one weight. */
export interface WeightFile {
  path: string;
  /** Size in bytes. */
  size: number;
  /** Makes the bytes anew at every call, so that a model can be read with one weight in memory at a time. */
  bytes(): Uint8Array;
}

/** A serialised ONNX graph, and the weights that are stored outside of it. */
export interface OnnxModel {
  graph: Uint8Array;
  weights: readonly WeightFile[];
}

/**
 * Builds an ONNX graph node by node. Values are referred to by name; every method returns the names of the values it
 * made.
 */
export class GraphBuilder {
  readonly #graph: Graph;
  #made = 0;

  constructor(name: string) {
    this.#graph = { name, nodes: [], initializers: [], inputs: [], outputs: [] };
  }

  input(name: string, type: ElementType, shape: Dimension[]): string {
    this.#graph.inputs.push({ name, type, shape });
    return name;
  }

  /** Declares an output of the graph; a node must produce a value of this name. */
  output(name: string, type: ElementType, shape: Dimension[]): void {
    this.#graph.outputs.push({ name, type, shape });
  }

  floats({ shape, data }: Constant): string {
    const name = this.#name("weight");
    this.#graph.initializers.push({ name, type: "float", shape, bytes: () => bytesOf(data()) });
    return name;
  }

  float(value: number): string {
    return this.floats({ shape: [], data: () => Float32Array.of(value) });
  }

  /** A vector of integers, the form in which operators take shapes and axes. */
  integers(...values: number[]): string {
    return this.#integers([values.length], values);
  }

  integer(value: number): string {
    return this.#integers([], [value]);
  }

  /** Adds a node with one output, which is named `as` if the graph outputs it. */
  node(op: string, inputs: string[], attributes: Record<string, Attribute> = {}, as = this.#name(op)): string {
    const domain = FUSED_OPS.has(op) ? FUSED_DOMAIN : "";
    this.#graph.nodes.push({ op, domain, inputs, outputs: [as], attributes });
    return as;
  }

  /** Adds one node that computes x + skip and its norm, where two blocks of a decoder meet. */
  skipNorm(op: "SkipLayerNormalization" | "SkipSimplifiedLayerNormalization", inputs: string[], epsilon: number) {
    const normed = this.#name("normed");
    const sum = this.#name("residual");
    // The two outputs in between are statistics for training.
    const outputs = [normed, "", "", sum];
    this.#graph.nodes.push({ op, domain: FUSED_DOMAIN, inputs, outputs, attributes: { epsilon: { float: epsilon } } });
    return { normed, residual: sum };
  }

  split<const Sizes extends readonly number[]>(value: string, axis: number, sizes: Sizes) {
    const outputs = sizes.map(() => this.#name("part"));
    const inputs = [value, this.integers(...sizes)];
    this.#graph.nodes.push({ op: "Split", domain: "", inputs, outputs, attributes: { axis: { int: axis } } });
    return outputs as { [I in keyof Sizes]: string };
  }

  /** Cuts the last axis into parts. @param sizes name of their sizes, [count] */
  cut(value: string, sizes: string, count: number): string[] {
    const outputs = Array.from({ length: count }, () => this.#name("part"));
    const attributes = { axis: { int: -1 } };
    this.#graph.nodes.push({ op: "Split", domain: "", inputs: [value, sizes], outputs, attributes });
    return outputs;
  }

  /** The graph as a serialised ONNX model with the weights inside. */
  encode(): Uint8Array {
    return encodeModel(this.#graph, OPSETS);
  }

  /**
   * The graph as a serialised ONNX model with the weights in files beside it: a message holds 2 GB at most, and ONNX
   * Runtime would keep the message in memory beside the weights.
   */
  encodeSplit(): OnnxModel {
    const initializers = this.#graph.initializers.map((initializer) => {
      return byteLength(initializer) < LEAST_OUTSIDE ? initializer : { ...initializer, file: initializer.name };
    });
    const outside = initializers.filter(({ file }) => file !== undefined);
    return {
      graph: encodeModel({ ...this.#graph, initializers }, OPSETS),
      weights: outside.map((weight) => ({ path: weight.name, size: byteLength(weight), bytes: weight.bytes })),
    };
  }

  #integers(shape: number[], values: number[]): string {
    const name = this.#name("integers");
    this.#graph.initializers.push({ name, type: "int64", shape, bytes: () => int64Bytes(values) });
    return name;
  }

  #name(kind: string): string {
    this.#made += 1;
    return `${kind}_${this.#made}`;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function int64Bytes(values: number[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
}

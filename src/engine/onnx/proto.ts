import { PbfWriter } from "pbf";
import { PlaygroundError } from "../errors.ts";

/** The part of ONNX's protobuf that a decoder needs; field numbers are those of onnx.proto3, IR version 10. */

export type ElementType = "float" | "int64" | "bool" | "float16";

/** A dimension: a number, or the name of a dimension that is known only when the graph runs. */
export type Dimension = number | string;

export interface ValueInfo {
  name: string;
  type: ElementType;
  shape: Dimension[];
}

export interface Initializer {
  name: string;
  type: ElementType;
  shape: number[];
  /**
   * Makes the bytes, little-endian and row-major, when they are written, so that not all rearranged weights are in
   * memory at once.
   */
  bytes: () => Uint8Array;
  /** The file that holds the bytes instead of the message; it holds no other tensor. */
  file?: string;
}

export type Attribute = { int: number } | { float: number } | { ints: number[] };

export interface Node {
  op: string;
  /** Domain of the operator; empty for the standard operators. */
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, Attribute>;
}

export interface Graph {
  name: string;
  nodes: Node[];
  initializers: Initializer[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
}

const ELEMENT_TYPE: Record<ElementType, number> = { float: 1, int64: 7, bool: 9, float16: 10 };
const ELEMENT_BYTES: Record<ElementType, number> = { float: 4, int64: 8, bool: 1, float16: 2 };
const IR_VERSION = 10;
/** The largest protobuf message. */
const MOST_BYTES = 2 ** 31 - 1;
/** `data_location` of a tensor whose bytes are in a file of their own. */
const EXTERNAL = 1;

/**
 * A serialised ModelProto. `opsets` maps operator domains to versions.
 * @throws PlaygroundError if the weights are larger than a message can be
 */
export function encodeModel(graph: Graph, opsets: Record<string, number>): Uint8Array {
  // Room for the weights is allocated at once: a growing buffer would copy them again and again.
  const inside = graph.initializers.filter(({ file }) => file === undefined);
  const room = inside.reduce((sum, initializer) => sum + byteLength(initializer) + 256, 65536);
  if (room > MOST_BYTES) throw tooLarge(room);
  const pbf = new PbfWriter(new Uint8Array(room));
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, "icrm-playground");
  pbf.writeMessage(7, writeGraph, graph);
  for (const [domain, version] of Object.entries(opsets)) pbf.writeMessage(8, writeOpset, { domain, version });
  return pbf.finish();
}

/** Bytes of an initializer, computed from its type and shape. */
export function byteLength({ type, shape }: Pick<Initializer, "type" | "shape">): number {
  return shape.reduce((product, side) => product * side, ELEMENT_BYTES[type]);
}

function tooLarge(bytes: number): PlaygroundError {
  return new PlaygroundError({
    what: "The decoder is too large for one ONNX file",
    expected: `at most ${MOST_BYTES} bytes`,
    found: `about ${bytes} bytes`,
    fix: "Take the safetensors checkpoint instead.",
  });
}

function writeGraph(graph: Graph, pbf: PbfWriter): void {
  for (const node of graph.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, graph.name);
  for (const initializer of graph.initializers) pbf.writeMessage(5, writeTensor, initializer);
  for (const input of graph.inputs) pbf.writeMessage(11, writeValueInfo, input);
  for (const output of graph.outputs) pbf.writeMessage(12, writeValueInfo, output);
}

function writeNode(node: Node, pbf: PbfWriter): void {
  for (const input of node.inputs) pbf.writeStringField(1, input);
  for (const output of node.outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(3, node.outputs[0] ?? node.op);
  pbf.writeStringField(4, node.op);
  for (const attribute of Object.entries(node.attributes)) pbf.writeMessage(5, writeAttribute, attribute);
  pbf.writeStringField(7, node.domain);
}

function writeAttribute([name, value]: [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if ("float" in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, 1);
  } else if ("int" in value) {
    pbf.writeVarintField(3, value.int);
    pbf.writeVarintField(20, 2);
  } else {
    pbf.writePackedVarint(8, value.ints);
    pbf.writeVarintField(20, 7);
  }
}

function writeTensor(tensor: Initializer, pbf: PbfWriter): void {
  pbf.writePackedVarint(1, tensor.shape);
  pbf.writeVarintField(2, ELEMENT_TYPE[tensor.type]);
  pbf.writeStringField(8, tensor.name);
  if (tensor.file === undefined) {
    pbf.writeBytesField(9, tensor.bytes());
  } else {
    pbf.writeMessage(13, writeEntry, ["location", tensor.file]);
    pbf.writeMessage(13, writeEntry, ["length", String(byteLength(tensor))]);
    pbf.writeVarintField(14, EXTERNAL);
  }
}

function writeEntry([key, value]: [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

function writeValueInfo(info: ValueInfo, pbf: PbfWriter): void {
  pbf.writeStringField(1, info.name);
  pbf.writeMessage(2, (value, type) => type.writeMessage(1, writeTensorType, value), info);
}

function writeTensorType(info: ValueInfo, pbf: PbfWriter): void {
  pbf.writeVarintField(1, ELEMENT_TYPE[info.type]);
  pbf.writeMessage(2, writeShape, info.shape);
}

function writeShape(shape: Dimension[], pbf: PbfWriter): void {
  for (const dimension of shape) pbf.writeMessage(1, writeDimension, dimension);
}

function writeDimension(dimension: Dimension, pbf: PbfWriter): void {
  if (typeof dimension === "number") pbf.writeVarintField(1, dimension);
  else pbf.writeStringField(2, dimension);
}

function writeOpset({ domain, version }: { domain: string; version: number }, pbf: PbfWriter): void {
  pbf.writeStringField(1, domain);
  pbf.writeVarintField(2, version);
}

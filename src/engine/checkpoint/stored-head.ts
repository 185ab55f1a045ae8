import { PlaygroundError } from "../errors.ts";
import type { DecoderConfig } from "./config.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "./safetensors.ts";
import type { CheckpointSource } from "./source.ts";
import {
  checkHead,
  checkLayers,
  type HeadNames,
  type HeadSettings,
  headAmong,
  type InnerLayer,
  SCORE_WEIGHT,
  V_HEAD_BIAS,
  V_HEAD_WEIGHT,
  VALUE_HEAD,
  type ValueHead,
} from "./value-head.ts";

/**
 * The value head of a checkpoint, with its rewards normalised as the config says: from `value_head.safetensors`, or the one head
 * among the tensors of the model file; null for a language model without one.
 * @throws PlaygroundError naming file and tensor, expected and found
 */
export async function readValueHead(
  source: CheckpointSource,
  config: DecoderConfig,
  settings: HeadSettings,
  modelTensors: ReadonlyMap<string, Tensor>,
  modelFile: string,
): Promise<ValueHead | null> {
  const head = (await source.has(VALUE_HEAD))
    ? await headOfItsOwnFile(source, config.hiddenSize)
    : headOfTheModel(config, settings, modelTensors, modelFile);
  return normalised(head, settings);
}

async function headOfItsOwnFile(source: CheckpointSource, hiddenSize: number): Promise<ValueHead> {
  const file = `${source.name}/${VALUE_HEAD}`;
  const tensors = readSafetensors(await source.read(VALUE_HEAD), file);
  return { weight: rowOf(tensors, V_HEAD_WEIGHT, hiddenSize, file), bias: scalarOf(tensors, V_HEAD_BIAS, file) };
}

function headOfTheModel(
  { hiddenSize, task }: DecoderConfig,
  settings: HeadSettings,
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
): ValueHead | null {
  const head = headAmong(tensors.keys(), file, settings);
  if (!head && task === "causal-lm") return null;
  if (head?.inner) return twoLayerHead(tensors, { ...head, inner: head.inner }, hiddenSize, file);
  const weight = rowOf(tensors, head?.weight ?? SCORE_WEIGHT, hiddenSize, file);
  return { weight, bias: head?.bias ? scalarOf(tensors, head.bias, file) : 0 };
}

function twoLayerHead(
  tensors: ReadonlyMap<string, Tensor>,
  head: HeadNames & { inner: NonNullable<HeadNames["inner"]> },
  hiddenSize: number,
  file: string,
): ValueHead {
  checkLayers(tensors, head, hiddenSize, file);
  const data = (name: string) => (tensors.get(name) as Tensor).data;
  const weight = data(head.weight);
  const inner = {
    weight: data(head.inner.weight),
    bias: head.inner.bias ? data(head.inner.bias) : new Float32Array(weight.length),
  };
  return { weight, bias: head.bias ? scalarOf(tensors, head.bias, file) : 0, inner };
}

/** A head whose rewards are normalised as the config says. */
function normalised(head: ValueHead | null, { normal }: HeadSettings): ValueHead | null {
  if (!head || !normal) return head;
  const { mean, std } = normal;
  return { ...head, weight: head.weight.map((weight) => weight / std), bias: (head.bias - mean) / std };
}

function rowOf(tensors: ReadonlyMap<string, Tensor>, name: string, length: number, file: string): Float32Array {
  return checkHead(tensors, name, length, file).data;
}

function scalarOf(tensors: ReadonlyMap<string, Tensor>, name: string, file: string): number {
  const tensor = tensors.get(name);
  if (tensor?.data.length === 1) return tensor.data[0] as number;
  throw new PlaygroundError({
    what: "The value head's bias does not fit",
    where: `${file}, tensor ${name}`,
    expected: "shape [1]",
    found: tensor ? `[${tensor.shape.join(", ")}]` : "no tensor of that name",
  });
}

/**
 * A value head as it is stored: tensors of the model file, and the bytes of `value_head.safetensors`, null if that is not
 * needed. A sequence classifier's head goes where transformers looks for it, `score.weight`, which has no bias.
 */
export function savedHead(
  head: ValueHead,
  { task, hiddenSize }: DecoderConfig,
): { tensors: [string, Tensor][]; file: Uint8Array | null } {
  if (head.inner) return { tensors: layersOf(head, head.inner, hiddenSize), file: null };
  const classifier = task === "sequence-classification";
  return {
    tensors: classifier ? [[SCORE_WEIGHT, { shape: [1, hiddenSize], data: head.weight }]] : [],
    file: !classifier || head.bias !== 0 ? saveValueHead(head) : null,
  };
}

/** The tensors of a head of two layers, under the names that `Qwen2ForRewardModel` gives them. */
function layersOf({ weight, bias }: ValueHead, inner: InnerLayer, hiddenSize: number): [string, Tensor][] {
  return [
    ["score.0.weight", { shape: [weight.length, hiddenSize], data: inner.weight }],
    ["score.0.bias", { shape: [weight.length], data: inner.bias }],
    ["score.2.weight", { shape: [1, weight.length], data: weight }],
    ["score.2.bias", { shape: [1], data: Float32Array.of(bias) }],
  ];
}

/** `value_head.safetensors`, always in full precision: the file is small, and rewards are compared closely. */
export function saveValueHead({ weight, bias }: ValueHead): Uint8Array {
  const head = new Map<string, Tensor>([
    [V_HEAD_WEIGHT, { shape: [1, weight.length], data: weight }],
    [V_HEAD_BIAS, { shape: [1], data: Float32Array.of(bias) }],
  ]);
  return writeSafetensors(head, "F32");
}

import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";
import {
  type DecoderConfig,
  eosTokenIdField,
  parseConfig,
  parseTextConfig,
  type TextConfig,
  withStops,
} from "./config.ts";
import { checkFiniteWeights } from "./finite-weights.ts";
import { checked, encodeJson, type JsonObject, jsonObject, parseJson, parseText } from "./json.ts";
import { isBuffer, selectWeights } from "./names.ts";
import { checkForm } from "./other-forms.ts";
import { type FloatType, readSafetensors, type Tensor, writeSafetensors } from "./safetensors.ts";
import type { CheckpointSource } from "./source.ts";
import {
  checkHead,
  checkLayers,
  type HeadNames,
  type HeadSettings,
  headAmong,
  headSettings,
  type InnerLayer,
  SCORE_WEIGHT,
  V_HEAD_BIAS,
  V_HEAD_WEIGHT,
  VALUE_HEAD,
  type ValueHead,
} from "./value-head.ts";

/** `tokenizer.json` and `tokenizer_config.json`, parsed. */
export interface TokenizerFiles {
  json: JsonObject;
  config: JsonObject | null;
  /**
   * `chat_template.jinja`, where newer repositories keep the template; it overrides the template in the tokenizer's
   * config.
   */
  template?: string;
}

/** A decoder in Hugging Face layout. */
export interface Checkpoint {
  name: string;
  config: DecoderConfig;
  /** `config.json` as it came, so that saving loses nothing; but for a normalisation that the head has taken up. */
  configJson: JsonObject;
  generationConfigJson: JsonObject | null;
  /** Tensors by their Hugging Face names; GPT-2 names carry no `transformer.` prefix. */
  weights: Map<string, Tensor>;
  valueHead: ValueHead | null;
  tokenizer: TokenizerFiles | null;
}

export const CONFIG = "config.json";
const TEMPLATE = "chat_template.jinja";
const GENERATION_CONFIG = "generation_config.json";
export const MODEL = "model.safetensors";
export const INDEX = "model.safetensors.index.json";

const generationConfig = v.looseObject({ eos_token_id: eosTokenIdField });
const shardIndex = v.object({ weight_map: v.record(v.string(), v.string()) });

/**
 * Loads config, weights (one file or sharded), tokenizer files and, where there is one, a value head: from
 * `value_head.safetensors`, or the one linear head of the model file.
 * @throws PlaygroundError naming file, tensor or field, expected and found
 */
export async function loadCheckpoint(source: CheckpointSource): Promise<Checkpoint> {
  await checkForm(source, CONFIG);
  const configJson = await readObject(source, CONFIG);
  const generationConfigJson = await readOptional(source, GENERATION_CONFIG);
  const config = withGenerationStops(parseConfig(configJson, at(source, CONFIG)), source, generationConfigJson);
  const { tensors, file } = await readModel(source);
  const weights = selectWeights(config, tensors, file);
  const settings = headSettings(configJson, at(source, CONFIG));
  const valueHead = normalised(await readValueHead(source, config, settings, tensors, file), settings);
  checkFiniteWeights(source.name, weights, valueHead);
  return {
    name: source.name,
    config,
    // The head holds it from here on.
    configJson: settings.normal ? { ...configJson, normalize_reward: false } : configJson,
    generationConfigJson,
    weights,
    valueHead,
    tokenizer: await readTokenizer(source),
  };
}

/** The part of a checkpoint that makes tokens of texts: config and tokenizer, without weights. */
export interface TextSide extends Pick<Checkpoint, "name" | "tokenizer"> {
  config: TextConfig;
}

/** A `TextSide` with the files that the config and the stop tokens come from. */
export type LoadedTextSide = TextSide & Pick<Checkpoint, "configJson" | "generationConfigJson">;

/** @throws PlaygroundError naming file or field, expected and found */
export async function loadTextSide(source: CheckpointSource): Promise<LoadedTextSide> {
  const generationConfigJson = await readOptional(source, GENERATION_CONFIG);
  const configJson = await readObject(source, CONFIG);
  const config = withGenerationStops(parseTextConfig(configJson, at(source, CONFIG)), source, generationConfigJson);
  return { name: source.name, config, configJson, generationConfigJson, tokenizer: await readTokenizer(source) };
}

/** @throws PlaygroundError naming the field, expected and found */
export async function readTextConfig(source: CheckpointSource): Promise<TextConfig> {
  return parseTextConfig(await readObject(source, CONFIG), at(source, CONFIG));
}

/** The config of a decoder with what `config.json` says of its head. */
export async function readHeadedConfig(
  source: CheckpointSource,
): Promise<{ config: DecoderConfig; head: HeadSettings }> {
  const [json, file] = [await readObject(source, CONFIG), at(source, CONFIG)];
  return { config: parseConfig(json, file), head: headSettings(json, file) };
}

/** Reads, for a checkpoint in shards, which file holds each tensor. */
export async function readShardIndex(source: CheckpointSource): Promise<Record<string, string>> {
  return checked(shardIndex, await readObject(source, INDEX), at(source, INDEX)).weight_map;
}

/**
 * A checkpoint as files in Hugging Face layout, by name. A sequence classifier's head goes where transformers looks for
 * it, `score.weight`, which has no bias; any other value head, and a bias, go to `value_head.safetensors`.
 */
export function saveCheckpoint(checkpoint: Checkpoint, { dtype }: { dtype: FloatType }): Map<string, Uint8Array> {
  const { config, configJson, generationConfigJson, weights, valueHead, tokenizer } = checkpoint;
  const stored = { torch_dtype: dtype === "F16" ? "float16" : "float32" };
  const files = new Map([[CONFIG, encodeJson({ ...configJson, ...stored })]]);
  if (generationConfigJson) files.set(GENERATION_CONFIG, encodeJson(generationConfigJson));
  const model = new Map(weights);
  if (valueHead?.inner) {
    for (const [name, tensor] of layersOf(valueHead, valueHead.inner, config.hiddenSize)) model.set(name, tensor);
  } else if (valueHead) {
    const classifier = config.task === "sequence-classification";
    if (classifier) model.set(SCORE_WEIGHT, { shape: [1, config.hiddenSize], data: valueHead.weight });
    if (!classifier || valueHead.bias !== 0) files.set(VALUE_HEAD, saveValueHead(valueHead));
  }
  files.set(MODEL, writeSafetensors(model, dtype));
  if (tokenizer) files.set("tokenizer.json", encodeJson(tokenizer.json));
  if (tokenizer?.config) files.set("tokenizer_config.json", encodeJson(tokenizer.config));
  if (tokenizer?.template !== undefined) files.set(TEMPLATE, new TextEncoder().encode(tokenizer.template));
  return files;
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

interface ModelFile {
  tensors: Map<string, Tensor>;
  /** How errors call the place that the tensors came from. */
  file: string;
}

async function readModel(source: CheckpointSource): Promise<ModelFile> {
  const wanted = (name: string) => !isBuffer(name);
  // transformers takes the one file first, whatever an index beside it says.
  if ((await source.has(MODEL)) || !(await source.has(INDEX))) {
    const file = at(source, MODEL);
    await checkForm(source, MODEL);
    return { tensors: readSafetensors(await source.read(MODEL), file, wanted), file };
  }
  const shardOf = await readShardIndex(source);
  const tensors = new Map<string, Tensor>();
  for (const shard of new Set(Object.values(shardOf))) {
    if (!(await source.has(shard))) throw shardMissing(source, shard);
    const inShard = (name: string) => wanted(name) && shardOf[name] === shard;
    for (const [name, tensor] of readSafetensors(await source.read(shard), at(source, shard), inShard)) {
      tensors.set(name, tensor);
    }
  }
  checkShards(shardOf, tensors, source);
  return { tensors, file: at(source, INDEX) };
}

function shardMissing(source: CheckpointSource, shard: string): PlaygroundError {
  return new PlaygroundError({
    what: "A shard of the checkpoint is missing",
    where: at(source, INDEX),
    expected: shard,
    found: "no such file",
    fix: "Fetch the checkpoint again: the download may have been cut short.",
  });
}

/**
 * Demands that every shard holds the tensors that the index says it holds.
 * @throws PlaygroundError naming the first tensor that its shard does not hold
 */
function checkShards(
  shardOf: Readonly<Record<string, string>>,
  tensors: ReadonlyMap<string, Tensor>,
  source: CheckpointSource,
): void {
  const strayed = Object.entries(shardOf).find(([name]) => !isBuffer(name) && !tensors.has(name));
  if (!strayed) return;
  const [name, shard] = strayed;
  throw new PlaygroundError({
    what: "The index names a shard that does not hold the tensor",
    where: `${at(source, INDEX)}, tensor ${name}`,
    expected: `the tensor in ${shard}`,
    found: "a shard without it",
    fix: "Write the index anew, or fetch the checkpoint again.",
  });
}

async function readValueHead(
  source: CheckpointSource,
  config: DecoderConfig,
  settings: HeadSettings,
  modelTensors: ReadonlyMap<string, Tensor>,
  modelFile: string,
): Promise<ValueHead | null> {
  if (await source.has(VALUE_HEAD)) {
    const file = at(source, VALUE_HEAD);
    const head = readSafetensors(await source.read(VALUE_HEAD), file);
    return { weight: rowOf(head, V_HEAD_WEIGHT, config.hiddenSize, file), bias: scalarOf(head, V_HEAD_BIAS, file) };
  }
  const head = headAmong(modelTensors.keys(), modelFile, settings);
  if (!head && config.task === "causal-lm") return null;
  if (head?.inner) return twoLayerHead(modelTensors, { ...head, inner: head.inner }, config.hiddenSize, modelFile);
  const weight = rowOf(modelTensors, head?.weight ?? SCORE_WEIGHT, config.hiddenSize, modelFile);
  return { weight, bias: head?.bias ? scalarOf(modelTensors, head.bias, modelFile) : 0 };
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

/** transformers stops where generation_config.json says; config.json is what it falls back to. */
function withGenerationStops<Config extends TextConfig>(
  config: Config,
  source: CheckpointSource,
  json: JsonObject | null,
): Config {
  if (!json) return config;
  const { eos_token_id } = checked(generationConfig, json, at(source, GENERATION_CONFIG));
  return eos_token_id == null ? config : withStops(config, [eos_token_id].flat(), at(source, GENERATION_CONFIG));
}

/**
 * Reads the files of a tokenizer; null if the checkpoint has no tokenizer.
 * @throws PlaygroundError naming the file that cannot be read
 */
export async function readTokenizer(source: CheckpointSource): Promise<TokenizerFiles | null> {
  const json = await readOptional(source, "tokenizer.json");
  if (!json) return null;
  const config = await readOptional(source, "tokenizer_config.json");
  if (!(await source.has(TEMPLATE))) return { json, config };
  return { json, config, template: parseText(await source.read(TEMPLATE), at(source, TEMPLATE)) };
}

async function readOptional(source: CheckpointSource, path: string): Promise<JsonObject | null> {
  return (await source.has(path)) ? readObject(source, path) : null;
}

async function readObject(source: CheckpointSource, path: string): Promise<JsonObject> {
  const file = at(source, path);
  return checked(jsonObject, parseJson(await source.read(path), file), file);
}

function at(source: CheckpointSource, path: string): string {
  return `${source.name}/${path}`;
}

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
import { readValueHead, savedHead } from "./stored-head.ts";
import { type HeadSettings, headSettings, VALUE_HEAD, type ValueHead } from "./value-head.ts";

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
export const MODEL_FILE = "model.safetensors";
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
  const valueHead = await readValueHead(source, config, settings, tensors, file);
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

/** A checkpoint as files in Hugging Face layout, by name. */
export function saveCheckpoint(checkpoint: Checkpoint, { dtype }: { dtype: FloatType }): Map<string, Uint8Array> {
  const { config, configJson, generationConfigJson, weights, valueHead, tokenizer } = checkpoint;
  const stored = { torch_dtype: dtype === "F16" ? "float16" : "float32" };
  const files = new Map([[CONFIG, encodeJson({ ...configJson, ...stored })]]);
  if (generationConfigJson) files.set(GENERATION_CONFIG, encodeJson(generationConfigJson));
  const head = valueHead && savedHead(valueHead, config);
  if (head?.file) files.set(VALUE_HEAD, head.file);
  files.set(MODEL_FILE, writeSafetensors(new Map([...weights, ...(head?.tensors ?? [])]), dtype));
  if (tokenizer) files.set("tokenizer.json", encodeJson(tokenizer.json));
  if (tokenizer?.config) files.set("tokenizer_config.json", encodeJson(tokenizer.config));
  if (tokenizer?.template !== undefined) files.set(TEMPLATE, new TextEncoder().encode(tokenizer.template));
  return files;
}

interface ModelFile {
  tensors: Map<string, Tensor>;
  /** How errors call the place that the tensors came from. */
  file: string;
}

async function readModel(source: CheckpointSource): Promise<ModelFile> {
  const wanted = (name: string) => !isBuffer(name);
  // transformers takes the one file first, whatever an index beside it says.
  if ((await source.has(MODEL_FILE)) || !(await source.has(INDEX))) {
    const file = at(source, MODEL_FILE);
    await checkForm(source, MODEL_FILE);
    return { tensors: readSafetensors(await source.read(MODEL_FILE), file, wanted), file };
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

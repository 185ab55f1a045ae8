import { PlaygroundError } from "../errors.ts";
import { CONFIG, INDEX, MODEL_FILE, readHeadedConfig, readShardIndex, readTextConfig } from "./checkpoint.ts";
import type { DecoderConfig, TextConfig } from "./config.ts";
import type { ExportedGraph } from "./exported-graph.ts";
import { type FileSet, fileSetSource } from "./file-set.ts";
import { isBuffer, selectWeights } from "./names.ts";
import { checkForm } from "./other-forms.ts";
import { readSafetensorsHeader, type TensorEntry } from "./safetensors.ts";
import {
  checkHead,
  checkLayers,
  type HeadSettings,
  headAmong,
  SCORE_WEIGHT,
  V_HEAD_WEIGHT,
  VALUE_HEAD,
} from "./value-head.ts";

/** The properties of a checkpoint that are known before its weights are there. */
export type CheckpointDescription = DecoderDescription | ExportedDescription;

interface AnyDescription {
  /** Whether it gives rewards. */
  valueHead: boolean;
  /** The number types of the weights, the most frequent first, such as "BF16". */
  numberTypes: string[];
}

/** A decoder that can be all there is: its tensors are here. */
export interface DecoderDescription extends AnyDescription {
  config: DecoderConfig;
  /** Whether its head has two layers, which judges and is not trained; earlier records do not say. */
  twoLayerHead?: boolean;
  exported?: undefined;
}

/** An ONNX graph of any architecture that transformers.js runs; nothing can be trained on it. */
export interface ExportedDescription extends AnyDescription {
  config: TextConfig;
  exported: ExportedGraph;
}

/**
 * Reads `config.json` and the headers of the weights, a few kilobytes: enough to know that every tensor is there and has
 * its shape.
 * @throws PlaygroundError naming file, tensor or field, expected and found
 */
export async function describeCheckpoint(set: FileSet): Promise<DecoderDescription> {
  for (const needed of [CONFIG, ...(inShards(set) ? [] : [MODEL_FILE])]) await checkForm(fileSetSource(set), needed);
  const { config, head } = await readHeadedConfig(fileSetSource(set));
  const { entries, file } = await modelEntries(set);
  const weights = selectWeights(config, entries, file);
  const layers = await headLayers(set, config, head, entries, file);
  return {
    config,
    valueHead: layers > 0,
    twoLayerHead: layers === 2,
    numberTypes: numberTypes(weights),
  };
}

/**
 * Describes an exported graph from its `config.json` alone.
 * @throws PlaygroundError naming the field, expected and found; also for a classifier, since an exported graph does not
 *   say where its head is
 */
export async function describeExported(set: FileSet, exported: ExportedGraph): Promise<ExportedDescription> {
  const config = await readTextConfig(fileSetSource(set));
  const valueHead = config.task === "sequence-classification";
  return { config, valueHead, numberTypes: [exported.precision], exported };
}

/**
 * The files that hold tensors; an exported graph has none. @throws PlaygroundError if the index names a missing file
 */
export async function weightFiles(set: FileSet): Promise<string[]> {
  const heads = has(set, VALUE_HEAD) ? [VALUE_HEAD] : [];
  if (!inShards(set)) return [MODEL_FILE, ...heads];
  return [...new Set(Object.values(await readShardIndex(fileSetSource(set)))), ...heads];
}

async function modelEntries(set: FileSet): Promise<{ entries: Map<string, TensorEntry>; file: string }> {
  const entries = new Map<string, TensorEntry>();
  const shards = (await weightFiles(set)).filter((path) => path !== VALUE_HEAD);
  for (const shard of shards) {
    for (const [name, entry] of await header(set, shard)) if (!isBuffer(name)) entries.set(name, entry);
  }
  return { entries, file: `${set.name}/${inShards(set) ? INDEX : MODEL_FILE}` };
}

/** The number of layers of its value head; 0 without one. */
async function headLayers(
  set: FileSet,
  { hiddenSize, task }: DecoderConfig,
  settings: HeadSettings,
  entries: ReadonlyMap<string, TensorEntry>,
  file: string,
): Promise<0 | 1 | 2> {
  if (has(set, VALUE_HEAD)) {
    checkHead(await header(set, VALUE_HEAD), V_HEAD_WEIGHT, hiddenSize, `${set.name}/${VALUE_HEAD}`);
    return 1;
  }
  const head = headAmong(entries.keys(), file, settings);
  if (head?.inner) {
    checkLayers(entries, head, hiddenSize, file);
    return 2;
  }
  if (head === null && task !== "sequence-classification") return 0;
  checkHead(entries, head?.weight ?? SCORE_WEIGHT, hiddenSize, file);
  return 1;
}

async function header(set: FileSet, path: string): Promise<Map<string, TensorEntry>> {
  return readSafetensorsHeader(await set.open(path), `${set.name}/${path}`);
}

const FLOATS = ["F32", "F16", "BF16"];

function numberTypes(weights: ReadonlyMap<string, TensorEntry>): string[] {
  const bytes = new Map<string, number>();
  for (const [name, { dtype, start, end }] of weights) {
    if (!FLOATS.includes(dtype)) {
      throw new PlaygroundError({
        what: "A tensor cannot be used",
        where: `tensor ${name}`,
        expected: FLOATS.join(", "),
        found: dtype,
        fix: "Choose a repository whose weights are not quantised.",
      });
    }
    bytes.set(dtype, (bytes.get(dtype) ?? 0) + end - start);
  }
  return [...bytes].sort(([, a], [, b]) => b - a).map(([dtype]) => dtype);
}

/** As in transformers, a single file is preferred to an index of shards. */
function inShards(set: FileSet): boolean {
  return !has(set, MODEL_FILE) && has(set, INDEX);
}

function has({ files }: FileSet, path: string): boolean {
  return files.some((file) => file.path === path);
}

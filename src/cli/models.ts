import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Checkpoint, loadCheckpoint, loadTextSide, readTokenizer } from "../engine/checkpoint/checkpoint.ts";
import { type ExportedGraph, exportedGraphs, notTrainable } from "../engine/checkpoint/exported-graph.ts";
import { baseOf, parseModelIndex } from "../engine/checkpoint/model-index.ts";
import type { TextReader } from "../engine/data/record-tokens.ts";
import type { DeviceReport } from "../engine/device.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import type { CausalLM } from "../engine/policy/causal-lm.ts";
import { CLASS_MODEL } from "../engine/policy/class-entry.ts";
import { classNotTrainable } from "../engine/policy/class-model.ts";
import { openCausalLM } from "../engine/policy/onnx-causal-lm.ts";
import { classPolicy } from "../engine/policy/open-class.ts";
import { readGenerativeSettings } from "../engine/reward/generative-settings.ts";
import { openRewardModel } from "../engine/reward/reward-model.ts";
import { checkpointTokenizer, missingTokenizer } from "../engine/tokenizer/checkpoint-tokenizer.ts";
import { Tokenizer } from "../engine/tokenizer/tokenizer.ts";
import { openForeignLM } from "../engine/transformers/foreign-lm.ts";
import { type OpenJudge, openJudge as openAnyJudge } from "../engine/transformers/open-judge.ts";
import { directorySource, listDirectory, readBytes } from "./files.ts";

const EMBEDDED_MODELS = "public/models";
export const EMBEDDED_POLICY = `${EMBEDDED_MODELS}/policy`;
export const EMBEDDED_PAIRS = "public/data/preferences-train.jsonl.gz";
export const EMBEDDED_HELD_OUT = "public/data/preferences-validation.jsonl.gz";

/** The default folder that reward models start from: the index's base, or its policy if it lists no base. */
export async function embeddedBase(): Promise<string> {
  const file = `${EMBEDDED_MODELS}/index.json`;
  const base = baseOf(parseModelIndex(await readBytes(file), file));
  return base ? `${EMBEDDED_MODELS}/${base.path}` : EMBEDDED_POLICY;
}

/** The values of `--policy` and `--generator`, for the help. */
export const POLICY_CHOICE = `checkpoint, or "${CLASS_MODEL}": the class of students with its exact probabilities`;

/** A policy that can write. */
export interface WritingPolicy {
  tokenizer: Tokenizer;
  lm: CausalLM;
}

/** A policy that can also be trained. */
export interface TrainablePolicy extends WritingPolicy {
  checkpoint: Checkpoint;
}

/**
 * Opens a policy: the class of students by its name, a folder with safetensors, or a folder with only an exported ONNX
 * graph.
 */
export async function openPolicy(directory: string, device: DeviceReport): Promise<WritingPolicy> {
  if (directory === CLASS_MODEL) return classPolicy();
  const graph = await exportedAlone(directory);
  if (!graph) return openTrainablePolicy(directory, device);
  const source = directorySource(directory);
  const text = await loadTextSide(source);
  const tokenizer = checkpointTokenizer(text);
  return { tokenizer, lm: await openForeignLM(source, graph, text, await runtimeOptions(device)) };
}

/** @throws PlaygroundError for the class, and for a folder with only an ONNX graph: neither has weights to train */
export async function openTrainablePolicy(directory: string, device: DeviceReport): Promise<TrainablePolicy> {
  if (directory === CLASS_MODEL) throw classNotTrainable();
  if (await exportedAlone(directory)) throw notTrainable(directory);
  const checkpoint = await loadCheckpoint(directorySource(directory));
  const tokenizer = checkpointTokenizer(checkpoint);
  return { checkpoint, tokenizer, lm: await openCausalLM(checkpoint, await runtimeOptions(device)) };
}

/** The ONNX graph of a folder without safetensors; if there are several, the first. */
export async function exportedAlone(directory: string): Promise<ExportedGraph | null> {
  const files = await listDirectory(directory);
  const whole = files.some(({ path }) => /^model.*\.safetensors/.test(path));
  return whole ? null : (exportedGraphs(files)[0] ?? null);
}

/**
 * Opens a judge of responses: a reward model, the ONNX graph of a sequence classifier, or a language model that is
 * asked as its `generative_judge.json` says.
 * @throws PlaygroundError if the folder holds no judge
 */
export async function openJudgeFolder(directory: string, device: DeviceReport): Promise<OpenJudge> {
  const source = directorySource(directory);
  const [graph, asked] = [await exportedAlone(directory), await readGenerativeSettings(source)];
  return openAnyJudge(source, graph, asked, await runtimeOptions(device));
}

/** Opens a reward model. @throws PlaygroundError if the folder holds none */
export async function openReward(directory: string, device: DeviceReport) {
  const checkpoint = await loadCheckpoint(directorySource(directory));
  const tokenizer = checkpointTokenizer(checkpoint);
  return { checkpoint, tokenizer, model: await openRewardModel(checkpoint, await runtimeOptions(device)) };
}

/** The tokenizer and context of a checkpoint in a local folder, without its weights. */
export async function openReader(directory: string): Promise<TextReader> {
  const source = directorySource(directory);
  const files = await readTokenizer(source);
  if (!files) throw missingTokenizer(directory);
  // A folder with only a tokenizer does not say how long its model's context is.
  const hasConfig = await source.has("config.json");
  const contextLength = hasConfig ? (await loadTextSide(source)).config.contextLength : Number.POSITIVE_INFINITY;
  return { tokenizer: new Tokenizer(files.json, files.config ?? {}, { ...files, name: directory }), contextLength };
}

/** ONNX Runtime's options for a device under Node. */
export async function runtimeOptions({ backend, threads }: DeviceReport): Promise<RuntimeOptions> {
  if (backend === "wasm") return { backend, threads };
  // ONNX Runtime's WebGPU build fetches its binary, which Node cannot do from a file address, so the bytes are passed.
  const runtime = dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));
  return { backend, threads, wasmBinary: await readBytes(join(runtime, "ort-wasm-simd-threaded.asyncify.wasm")) };
}

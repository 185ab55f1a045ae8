import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Checkpoint } from "../engine/checkpoint/checkpoint.ts";
import { loadCheckpoint, readTokenizer } from "../engine/checkpoint/checkpoint.ts";
import type { DeviceReport } from "../engine/device.ts";
import type { KvCache, RuntimeOptions } from "../engine/onnx/session.ts";
import type { CausalLM } from "../engine/policy/causal-lm.ts";
import { openCausalLM } from "../engine/policy/onnx-causal-lm.ts";
import { openRewardModel, type RewardModel } from "../engine/reward/reward-model.ts";
import { checkpointTokenizer, missingTokenizer } from "../engine/tokenizer/checkpoint-tokenizer.ts";
import { Tokenizer } from "../engine/tokenizer/tokenizer.ts";
import { directorySource, readBytes } from "./files.ts";

export const EMBEDDED_POLICY = "public/models/policy";
export const EMBEDDED_PAIRS = "public/data/preferences-train.jsonl.gz";
export const EMBEDDED_HELD_OUT = "public/data/preferences-validation.jsonl.gz";

export interface LoadedPolicy {
  checkpoint: Checkpoint;
  tokenizer: Tokenizer;
  lm: CausalLM<KvCache>;
}

export async function openPolicy(directory: string, device: DeviceReport): Promise<LoadedPolicy> {
  const checkpoint = await loadCheckpoint(directorySource(directory));
  const tokenizer = checkpointTokenizer(checkpoint);
  return { checkpoint, tokenizer, lm: await openCausalLM(checkpoint, await runtimeOptions(device)) };
}

export interface LoadedReward {
  checkpoint: Checkpoint;
  tokenizer: Tokenizer;
  model: RewardModel;
}

export async function openReward(directory: string, device: DeviceReport): Promise<LoadedReward> {
  const checkpoint = await loadCheckpoint(directorySource(directory));
  const tokenizer = checkpointTokenizer(checkpoint);
  return { checkpoint, tokenizer, model: await openRewardModel(checkpoint, await runtimeOptions(device)) };
}

/** The tokenizer of a checkpoint in a local folder, without its weights. */
export async function openTokenizer(directory: string): Promise<Tokenizer> {
  const source = directorySource(directory);
  const files = await readTokenizer(source);
  if (!files) throw missingTokenizer(directory);
  return new Tokenizer(files.json, files.config ?? {}, files);
}

/** How ONNX Runtime is started on a device under Node. */
export async function runtimeOptions({ backend, threads }: DeviceReport): Promise<RuntimeOptions> {
  if (backend === "wasm") return { backend, threads };
  // ONNX Runtime's WebGPU build fetches its binary, which Node cannot do from a file address.
  const runtime = dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));
  return { backend, threads, wasmBinary: await readBytes(join(runtime, "ort-wasm-simd-threaded.asyncify.wasm")) };
}

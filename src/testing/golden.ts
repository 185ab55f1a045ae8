import type { CheckpointSource } from "../engine/checkpoint/source.ts";
import { memorySource } from "../engine/checkpoint/source.ts";

// Bundled as data URIs, which Node and browsers fetch in the same way, without file system or server.
const binaries = import.meta.glob<string>("./golden/*/*.safetensors", {
  query: "?url&inline",
  import: "default",
  eager: true,
});
const texts = import.meta.glob<string>("./golden/*/config.json", { query: "?raw", import: "default", eager: true });
const expectations = import.meta.glob<DecoderExpectation>("./golden/*/expected.json", {
  import: "default",
  eager: true,
});

export const GOLDEN_DECODERS = ["llama", "qwen2", "qwen3", "gpt2"] as const;

/** One sequence of `golden/decoder_*`/expected.json with a decoder's results in float64. */
export interface DecoderSequence {
  name: string;
  /** [T] */
  input_ids: number[];
  /** [T], 1 = visible key */
  attention_mask: number[];
  /** [T, hiddenSize], after the final norm */
  last_hidden: number[][];
  /** [T, vocabSize] */
  logits: number[][];
  /** [T] */
  rewards: number[];
}

export interface DecoderExpectation {
  kind: string;
  sequences: DecoderSequence[];
}

/** The files of a golden checkpoint, by name, as a checkpoint source. */
export async function goldenSource(decoder: string): Promise<CheckpointSource> {
  return memorySource(await goldenFiles(decoder), decoder);
}

export async function goldenFiles(decoder: string): Promise<Map<string, Uint8Array>> {
  const prefix = `./golden/decoder_${decoder}/`;
  const files = new Map<string, Uint8Array>();
  for (const [path, url] of Object.entries(binaries)) {
    if (path.startsWith(prefix)) files.set(path.slice(prefix.length), await fetchBytes(url));
  }
  for (const [path, text] of Object.entries(texts)) {
    if (path.startsWith(prefix)) files.set(path.slice(prefix.length), new TextEncoder().encode(text));
  }
  return files;
}

export function goldenExpectation(decoder: string): DecoderExpectation {
  const expectation = expectations[`./golden/decoder_${decoder}/expected.json`];
  if (!expectation) throw new Error(`No golden figures for ${decoder}`);
  return expectation;
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

import { loadCheckpoint, saveCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { parseConfig } from "../engine/checkpoint/config.ts";
import { expectedTensors } from "../engine/checkpoint/names.ts";
import type { Tensor } from "../engine/checkpoint/safetensors.ts";
import { memorySource } from "../engine/checkpoint/source.ts";
import { decoderGraph } from "../engine/onnx/decoder-graph.ts";
import { seededRandom } from "../engine/random.ts";
import { worldTokenizerConfig, worldTokenizerJson } from "../engine/world/index.ts";
import { vocabulary } from "../engine/world/vocabulary.ts";
import { BYTE_VOCABULARY, byteTokenizers, IM_END } from "./byte-tokenizers.ts";

const CONTEXT = 128;
const HIDDEN = 16;

const configWith = (layers: number, hidden: number, vocabSize: number, task: string) => ({
  architectures: [`LlamaFor${task}`],
  model_type: "llama",
  vocab_size: vocabSize,
  hidden_size: hidden,
  intermediate_size: 2 * hidden,
  num_hidden_layers: layers,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  max_position_embeddings: CONTEXT,
  tie_word_embeddings: true,
  bos_token_id: 1,
  eos_token_id: 2,
  pad_token_id: 0,
});

interface TinyModel {
  seed: number;
  valueHead: boolean;
  /** Number of layers; more layers take longer, for tests of what happens while a model works. */
  layers?: number;
  /** Width of the hidden states. */
  hidden?: number;
  /** Whether the head is a sequence classifier's, `score.weight`. */
  classifier?: boolean;
  /** A tokenizer whose tokens are bytes, as in hub checkpoints, in place of the world's words. */
  tokenizer?: keyof typeof byteTokenizers;
}

/**
 * The files of a small model with random weights, by default with the world's vocabulary. It writes nonsense, but
 * always the same. With a value head it is a reward model.
 */
export function tinyModel({
  seed,
  valueHead,
  layers = 2,
  hidden = HIDDEN,
  classifier,
  tokenizer,
}: TinyModel): Map<string, Uint8Array> {
  const random = seededRandom(seed);
  const task = classifier ? "SequenceClassification" : "CausalLM";
  const configJson = {
    ...configWith(layers, hidden, tokenizer ? BYTE_VOCABULARY : vocabulary.length, task),
    ...(tokenizer && { bos_token_id: null, eos_token_id: IM_END, pad_token_id: null }),
  };
  const config = parseConfig(configJson);
  const uniform = (length: number, scale: number) => Float32Array.from({ length }, () => scale * (2 * random() - 1));
  const weights = new Map(
    [...expectedTensors(config)].map(([name, shape]): [string, Tensor] => {
      const length = shape.reduce((product, size) => product * size, 1);
      // Norms are 1. All other weights are so spread out that probabilities differ.
      const data = name.includes("norm") ? new Float32Array(length).fill(1) : uniform(length, 0.5);
      return [name, { shape, data }];
    }),
  );
  return saveCheckpoint(
    {
      name: "tiny",
      config,
      configJson,
      generationConfigJson: tokenizer ? null : { bos_token_id: 1, eos_token_id: 2, pad_token_id: 0 },
      weights,
      valueHead: valueHead ? { weight: uniform(hidden, 1), bias: 0 } : null,
      tokenizer: tokenizer
        ? byteTokenizers[tokenizer]
        : { json: worldTokenizerJson(), config: worldTokenizerConfig(CONTEXT) },
    },
    { dtype: "F16" },
  );
}

/** Exports a checkpoint as another program would: with its weights in an ONNX graph only. */
export async function exportedModel(files: ReadonlyMap<string, Uint8Array>): Promise<Map<string, Uint8Array>> {
  const { config, weights } = await loadCheckpoint(memorySource(files));
  const text = [...files].filter(([path]) => !path.endsWith(".safetensors"));
  return new Map([...text, ["onnx/model.onnx", decoderGraph(config, weights, null, { logits: true })]]);
}

/** A tiny policy with many stop tokens: its own end token alone would hardly ever come up. */
export function briefPolicy({ seed, layers }: { seed: number; layers: number }): Map<string, Uint8Array> {
  const stops = { eos_token_id: [2, ...Array.from({ length: 60 }, (_, i) => 20 + i)] };
  const files = tinyModel({ seed, valueHead: false, layers });
  return files.set("generation_config.json", new TextEncoder().encode(JSON.stringify(stops)));
}

/** The files of a models folder with one policy and two reward models, by path. */
export function tinyModels(): Map<string, Uint8Array> {
  const models = [
    { id: "policy", kind: "policy", name: "Tiny policy", path: "policy" },
    { id: "bt", kind: "reward", method: "bt", name: "BT", path: "reward-bt" },
    { id: "icrm", kind: "reward", method: "icrm", name: "ICRM", path: "reward-icrm" },
  ];
  const files = new Map<string, Uint8Array>([["index.json", new TextEncoder().encode(JSON.stringify(models))]]);
  for (const [seed, { path, kind }] of models.entries()) {
    for (const [name, bytes] of tinyModel({ seed: seed + 1, valueHead: kind === "reward" })) {
      files.set(`${path}/${name}`, bytes);
    }
  }
  return files;
}

import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";
import { checked } from "./json.ts";

const ARCHITECTURES = ["llama", "qwen2", "qwen3", "gpt2"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/**
 * Activation of the feed-forward: `silu` in the gated one of the Llama family, `gelu_tanh` (tanh approximation,
 * "gelu_new").
 */
export type Activation = "silu" | "gelu_tanh";

/** The fields of a Hugging Face `config.json`, under the same names for all architectures. */
export interface DecoderConfig {
  architecture: Architecture;
  /** A sequence classifier has a `score` head where a causal language model has its language-model head. */
  task: "causal-lm" | "sequence-classification";
  vocabSize: number;
  hiddenSize: number;
  intermediateSize: number;
  layerCount: number;
  headCount: number;
  /** Number of key/value heads: query head h uses key/value head ⌊h · kvHeadCount / headCount⌋. */
  kvHeadCount: number;
  headDim: number;
  /** Tokens in the longest sequence, prompt included. */
  contextLength: number;
  normEpsilon: number;
  /** Base of the rotary angles; null where positions are learned (GPT-2). */
  ropeTheta: number | null;
  /** Whether the language-model head is the token embedding. */
  tiedHead: boolean;
  qkvBias: boolean;
  outputBias: boolean;
  mlpBias: boolean;
  /** Whether queries and keys go through RMSNorm over headDim before the rotation (Qwen3). */
  qkNorm: boolean;
  activation: Activation;
  bosTokenId: number | null;
  eosTokenIds: number[];
  padTokenId: number | null;
}

/** The part of a config that says how texts are tokenised, and how long they may be; models of every architecture have it. */
export interface TextConfig extends Pick<DecoderConfig, "task" | "vocabSize" | "contextLength" | "eosTokenIds"> {
  /** The `model_type`. */
  architecture: string;
}

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const tokenId = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
// Code loops over all layers by name, so a layer count that no real model has would never end.
const layers = v.pipe(size, v.maxValue(1000));
const positive = v.pipe(
  v.number(),
  v.finite(),
  v.check((x) => x > 0, "a number above 0"),
);
const rope = v.looseObject({
  rope_type: v.nullish(v.string()),
  type: v.nullish(v.string()),
  rope_theta: v.nullish(positive),
});

/** Older files of Llama have −1 where there is no such token. */
const tokenIdOrNone = v.pipe(
  v.nullish(v.union([tokenId, v.literal(-1)])),
  v.transform((id) => (id === -1 ? null : id)),
);
const tokenIds = { bos_token_id: tokenIdOrNone, pad_token_id: tokenIdOrNone };
/** Generation stops at any of these; older files give one number, newer ones a list. */
export const eosTokenIdField = v.nullish(
  v.union([
    tokenId,
    v.array(tokenId),
    v.pipe(
      v.literal(-1),
      v.transform(() => []),
    ),
  ]),
);

const llamaFamily = v.object({
  architectures: v.nullish(v.array(v.string())),
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: layers,
  num_attention_heads: size,
  num_key_value_heads: v.nullish(size),
  head_dim: v.nullish(size),
  max_position_embeddings: v.nullish(size),
  hidden_act: v.nullish(v.string(), "silu"),
  rms_norm_eps: v.nullish(positive, 1e-6),
  rope_theta: v.nullish(positive),
  rope_scaling: v.nullish(rope),
  // transformers 5 writes the base and the scaling into this one object.
  rope_parameters: v.nullish(rope),
  tie_word_embeddings: v.nullish(v.boolean(), false),
  attention_bias: v.nullish(v.boolean(), false),
  mlp_bias: v.nullish(v.boolean(), false),
  use_sliding_window: v.nullish(v.boolean(), false),
  layer_types: v.nullish(v.array(v.string())),
  ...tokenIds,
  eos_token_id: eosTokenIdField,
});

const gpt2 = v.object({
  architectures: v.nullish(v.array(v.string())),
  vocab_size: size,
  n_embd: size,
  n_layer: layers,
  n_head: size,
  n_positions: v.nullish(size, 1024),
  n_inner: v.nullish(size),
  activation_function: v.nullish(v.string(), "gelu_new"),
  layer_norm_epsilon: v.nullish(positive, 1e-5),
  scale_attn_weights: v.nullish(v.boolean(), true),
  scale_attn_by_inverse_layer_idx: v.nullish(v.boolean(), false),
  tie_word_embeddings: v.nullish(v.boolean(), true),
  ...tokenIds,
  eos_token_id: eosTokenIdField,
});

/**
 * Reads a Hugging Face `config.json` (already parsed). Absent keys take transformers' defaults; sizes have none.
 * @throws PlaygroundError for an unknown architecture, a field that does not fit, or a variant that is not implemented.
 */
export function parseConfig(json: unknown, file = "config.json"): DecoderConfig {
  const { model_type: found } = checked(v.object({ model_type: v.string() }), json, file);
  const architecture = ARCHITECTURES.find((name) => name === found);
  if (!architecture) {
    throw new PlaygroundError({
      what: "The architecture of the checkpoint is not supported",
      where: `${file}, model_type`,
      expected: `one of ${ARCHITECTURES.join(", ")}`,
      found,
      fix: "Pick a checkpoint of one of these families, or an ONNX graph of this model that was exported for transformers.js.",
    });
  }
  const config = architecture === "gpt2" ? parseGpt2(json, file) : parseLlamaFamily(architecture, json, file);
  return withStops(config, config.eosTokenIds, file);
}

const anyModel = v.looseObject({
  model_type: v.string(),
  architectures: v.nullish(v.array(v.string())),
  vocab_size: size,
  max_position_embeddings: v.nullish(size),
  n_positions: v.nullish(size),
  eos_token_id: v.optional(v.unknown()),
  id2label: v.nullish(v.record(v.string(), v.unknown())),
});

/**
 * Reads the part of a `config.json` that concerns texts, of any architecture. A model that reads pictures as well keeps this part in
 * `text_config`.
 * @throws PlaygroundError naming the field that does not fit
 */
export function parseTextConfig(json: unknown, file = "config.json"): TextConfig {
  const outer = checked(v.looseObject({ text_config: v.optional(v.looseObject({})) }), json, file);
  const c = checked(anyModel, { ...outer.text_config, ...outer }, file);
  const { eos_token_id } = checked(v.looseObject({ eos_token_id: eosTokenIdField }), c, file);
  const config: TextConfig = {
    architecture: c.model_type,
    task: taskOf(c.architectures),
    vocabSize: c.vocab_size,
    contextLength: c.max_position_embeddings ?? c.n_positions ?? UNTOLD_CONTEXT,
    eosTokenIds: [eos_token_id ?? []].flat(),
  };
  const labels = Object.keys(c.id2label ?? { only: "" }).length;
  if (config.task === "sequence-classification" && labels !== 1)
    throw unsupported(file, "id2label", "one label: one reward a text", `${labels} labels`);
  return withStops(config, config.eosTokenIds, file);
}

/** Tokens, where a config says nothing of its longest text. */
const UNTOLD_CONTEXT = 2048;

/**
 * Returns the config with these stop tokens.
 * @throws PlaygroundError if a token is not in the model's vocabulary
 */
export function withStops<Config extends TextConfig>(config: Config, eosTokenIds: number[], file: string): Config {
  const stranger = eosTokenIds.find((id) => id >= config.vocabSize);
  if (stranger === undefined) return { ...config, eosTokenIds };
  throw new PlaygroundError({
    what: "The token that ends a text is none of the model's",
    where: `${file}, eos_token_id`,
    expected: `an id below ${config.vocabSize}, the vocab_size of config.json`,
    found: `${stranger}`,
    fix: "Name the end token of the model's own tokenizer.",
  });
}

function parseLlamaFamily(architecture: "llama" | "qwen2" | "qwen3", json: unknown, file: string): DecoderConfig {
  const c = checked(llamaFamily, json, file);
  if (c.use_sliding_window) throw unsupported(file, "use_sliding_window", "false", "true");
  const other = c.layer_types?.find((type) => type !== "full_attention");
  if (other !== undefined) throw unsupported(file, "layer_types", '"full_attention" of every layer', `"${other}"`);
  checkNotOthers(json as object, file);
  // Files may have both; transformers 5 takes rope_scaling where there is one.
  for (const scaling of [c.rope_scaling, c.rope_parameters]) checkScaling(scaling, file);
  const config: DecoderConfig = {
    architecture,
    task: taskOf(c.architectures),
    vocabSize: c.vocab_size,
    hiddenSize: c.hidden_size,
    intermediateSize: c.intermediate_size,
    layerCount: c.num_hidden_layers,
    headCount: c.num_attention_heads,
    kvHeadCount: c.num_key_value_heads ?? c.num_attention_heads,
    headDim: c.head_dim ?? (architecture === "qwen3" ? 128 : c.hidden_size / c.num_attention_heads),
    contextLength: c.max_position_embeddings ?? (architecture === "llama" ? 2048 : 32768),
    normEpsilon: c.rms_norm_eps,
    ropeTheta: c.rope_parameters?.rope_theta ?? c.rope_theta ?? 10000,
    tiedHead: c.tie_word_embeddings,
    qkvBias: architecture === "qwen2" || c.attention_bias,
    outputBias: architecture !== "qwen2" && c.attention_bias,
    mlpBias: architecture === "llama" && c.mlp_bias,
    qkNorm: architecture === "qwen3",
    activation: activationOf(c.hidden_act, `${file}, hidden_act`),
    ...specialTokens(c),
  };
  return checkHeads(config, file);
}

/**
 * Fields that other architectures and models with code of their own compute by, each with the values that change nothing: a
 * Llama as transformers has it would pass over them.
 */
const OTHERS: ReadonlyMap<string, readonly unknown[]> = new Map(
  Object.entries({
    ...{ partial_rotary_factor: [1], rotary_pct: [1], clip_qkv: [], use_qk_norm: [false] },
    ...{ attn_logit_softcapping: [0], final_logit_softcapping: [0], logit_scale: [1], logits_scaling: [1] },
    ...{ embedding_multiplier: [1], residual_multiplier: [1], attention_multiplier: [], query_pre_attn_scalar: [] },
    ...{ scale_emb: [1], scale_depth: [], no_rope_layers: [], is_causal: [true], use_bidirectional_attention: [false] },
  }),
);

/** @throws PlaygroundError naming a field that would compute another model */
function checkNotOthers(json: object, file: string): void {
  for (const [field, value] of Object.entries(json)) {
    const neutral = OTHERS.get(field);
    if (!neutral || value == null || neutral.includes(value)) continue;
    throw unsupported(
      file,
      field,
      neutral.length > 0 ? `${neutral[0]}, or no such field` : "no such field",
      JSON.stringify(value),
    );
  }
}

/** @throws PlaygroundError naming a scaling of positions */
function checkScaling(scaling: v.InferOutput<typeof rope> | null | undefined, file: string): void {
  const kind = scaling?.rope_type ?? scaling?.type;
  if (kind != null && kind !== "default") throw unsupported(file, "rope_scaling", '"default" or null', `"${kind}"`);
  // A scaling whose kind is not named is one all the same.
  const fields = Object.entries(scaling ?? {}).filter(([field]) => kind == null || field === "partial_rotary_factor");
  const unread = fields.find(([field, value]) => isScaling(field, value));
  if (unread)
    throw unsupported(file, `rope_scaling, ${unread[0]}`, "no scaling of positions", JSON.stringify(unread[1]));
}

function isScaling(field: string, value: unknown): boolean {
  return !["rope_type", "type", "rope_theta"].includes(field) && value !== null && value !== 1;
}

function parseGpt2(json: unknown, file: string): DecoderConfig {
  const c = checked(gpt2, json, file);
  if (!c.scale_attn_weights) throw unsupported(file, "scale_attn_weights", "true", "false");
  if (c.scale_attn_by_inverse_layer_idx) throw unsupported(file, "scale_attn_by_inverse_layer_idx", "false", "true");
  const config: DecoderConfig = {
    architecture: "gpt2",
    task: taskOf(c.architectures),
    vocabSize: c.vocab_size,
    hiddenSize: c.n_embd,
    intermediateSize: c.n_inner ?? 4 * c.n_embd,
    layerCount: c.n_layer,
    headCount: c.n_head,
    kvHeadCount: c.n_head,
    headDim: c.n_embd / c.n_head,
    contextLength: c.n_positions,
    normEpsilon: c.layer_norm_epsilon,
    ropeTheta: null,
    tiedHead: c.tie_word_embeddings,
    qkvBias: true,
    outputBias: true,
    mlpBias: true,
    qkNorm: false,
    activation: activationOf(c.activation_function, `${file}, activation_function`),
    ...specialTokens(c),
  };
  return checkHeads(config, file);
}

function checkHeads(config: DecoderConfig, file: string): DecoderConfig {
  const { headCount, kvHeadCount, headDim, ropeTheta } = config;
  if (!Number.isInteger(headDim)) {
    throw unsupported(file, "hidden size", `a multiple of the ${headCount} heads`, String(config.hiddenSize));
  }
  if (headCount % kvHeadCount !== 0) {
    throw unsupported(file, "num_key_value_heads", `a divisor of the ${headCount} heads`, String(kvHeadCount));
  }
  if (ropeTheta !== null && headDim % 2 !== 0) {
    throw unsupported(file, "head_dim", "an even number (rotary positions turn pairs)", String(headDim));
  }
  return config;
}

/** Classes of models with a head for rewards: transformers', OpenRLHF's two, beaver's and Qwen's. */
const CLASSIFIER = /For(SequenceClassification|SequenceRegression|Score|RewardModel)$|^(RewardModel|CriticModel)$/;

function taskOf(architectures: readonly string[] | null | undefined): DecoderConfig["task"] {
  return architectures?.some((name) => CLASSIFIER.test(name)) ? "sequence-classification" : "causal-lm";
}

function activationOf(name: string, where: string): Activation {
  if (name === "silu" || name === "swish") return "silu";
  if (name === "gelu_new" || name === "gelu_pytorch_tanh") return "gelu_tanh";
  throw new PlaygroundError({
    what: "The activation of the checkpoint is not supported",
    where,
    expected: "silu, gelu_new or gelu_pytorch_tanh",
    found: name,
    fix: "Pick a checkpoint with one of these.",
  });
}

interface TokenIdFields {
  bos_token_id?: number | null | undefined;
  eos_token_id?: number | number[] | null | undefined;
  pad_token_id?: number | null | undefined;
}

function specialTokens(c: TokenIdFields) {
  return {
    bosTokenId: c.bos_token_id ?? null,
    eosTokenIds: [c.eos_token_id ?? []].flat(),
    padTokenId: c.pad_token_id ?? null,
  };
}

function unsupported(file: string, field: string, expected: string, found: string): PlaygroundError {
  return new PlaygroundError({
    what: `This value of ${field} is not supported`,
    where: `${file}, ${field}`,
    expected,
    found,
    fix: "Pick another checkpoint, or correct the field where it is wrong.",
  });
}

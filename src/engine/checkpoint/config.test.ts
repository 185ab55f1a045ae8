import { describe, expect, test } from "vitest";
import { PlaygroundError } from "../errors.ts";
import { parseConfig } from "./config.ts";

const llama = {
  model_type: "llama",
  vocab_size: 300,
  hidden_size: 128,
  intermediate_size: 384,
  num_hidden_layers: 4,
  num_attention_heads: 4,
};

describe("parseConfig", () => {
  test("takes transformers' defaults for what a Llama config leaves out", () => {
    expect(parseConfig(llama)).toEqual({
      architecture: "llama",
      task: "causal-lm",
      vocabSize: 300,
      hiddenSize: 128,
      intermediateSize: 384,
      layerCount: 4,
      headCount: 4,
      kvHeadCount: 4,
      headDim: 32,
      contextLength: 2048,
      normEpsilon: 1e-6,
      ropeTheta: 10000,
      tiedHead: false,
      qkvBias: false,
      outputBias: false,
      mlpBias: false,
      qkNorm: false,
      activation: "silu",
      bosTokenId: null,
      eosTokenIds: [],
      padTokenId: null,
    });
  });

  test("knows where each architecture has biases and norms", () => {
    const biased = { ...llama, attention_bias: true, mlp_bias: true };
    expect(parseConfig(biased)).toMatchObject({ qkvBias: true, outputBias: true, mlpBias: true, qkNorm: false });
    const qwen2 = parseConfig({ ...llama, model_type: "qwen2" });
    expect(qwen2).toMatchObject({ qkvBias: true, outputBias: false, mlpBias: false, qkNorm: false });
    const qwen3 = parseConfig({ ...llama, model_type: "qwen3" });
    expect(qwen3).toMatchObject({ qkvBias: false, outputBias: false, qkNorm: true, headDim: 128 });
  });

  test("reads GPT-2's own names", () => {
    const json = { model_type: "gpt2", vocab_size: 48, n_embd: 32, n_layer: 2, n_head: 4, n_inner: null };
    const config = parseConfig({ ...json, n_positions: 16, activation_function: "gelu_new" });
    expect(config).toMatchObject({ intermediateSize: 128, contextLength: 16, ropeTheta: null, tiedHead: true });
    expect(config).toMatchObject({ headDim: 8, kvHeadCount: 4, activation: "gelu_tanh", outputBias: true });
  });

  test("reads one or several end-of-sequence tokens", () => {
    expect(parseConfig({ ...llama, eos_token_id: 2 }).eosTokenIds).toEqual([2]);
    expect(parseConfig({ ...llama, eos_token_id: [2, 5] }).eosTokenIds).toEqual([2, 5]);
    expect(parseConfig({ ...llama, eos_token_id: null }).eosTokenIds).toEqual([]);
    const none = parseConfig({ ...llama, bos_token_id: -1, eos_token_id: -1, pad_token_id: -1 });
    expect([none.bosTokenId, none.eosTokenIds, none.padTokenId]).toEqual([null, [], null]);
  });

  test("reads the rotary base of transformers 4 and 5", () => {
    expect(parseConfig({ ...llama, rope_theta: 1e6, rope_scaling: null }).ropeTheta).toBe(1e6);
    const parameters = { rope_type: "default", rope_theta: 5e5 };
    expect(parseConfig({ ...llama, rope_parameters: parameters }).ropeTheta).toBe(5e5);
  });

  test("tells a sequence classifier by its architecture", () => {
    for (const architectures of [["LlamaForSequenceClassification"], ["RewardModel"]])
      expect(parseConfig({ ...llama, architectures }).task).toBe("sequence-classification");
  });

  test.for([
    ["an unknown architecture", { model_type: "mamba" }, /dir\/config\.json.*llama, qwen2, qwen3, gpt2, found mamba/],
    ["rotary scaling of no kind", { rope_scaling: { factor: 2 } }, /rope_scaling, factor/],
    [
      "positions that are turned in part",
      { rope_parameters: { rope_type: "default", partial_rotary_factor: 0.5 } },
      /partial/,
    ],
    [
      "scaling in one of two places",
      { rope_parameters: { rope_type: "default", rope_theta: 5 }, rope_scaling: { type: "linear", factor: 2 } },
      /rope_scaling.*"linear"/,
    ],
    [
      "positions turned in part, told beside",
      { partial_rotary_factor: 0.5 },
      /partial_rotary_factor.*Expected 1, or no/,
    ],
    [
      "layers of other kinds",
      { layer_types: ["full_attention", "sliding_attention"] },
      /layer_types.*sliding_attention/,
    ],
    ["a cap on logits", { attn_logit_softcapping: 50 }, /attn_logit_softcapping.*found 50/],
    ["multipliers of another architecture", { residual_multiplier: 0.22 }, /residual_multiplier.*found 0\.22/],
    ["attention to both sides", { is_causal: false }, /is_causal/],
    ["rotary scaling", { rope_scaling: { rope_type: "yarn" } }, /rope_scaling.*"yarn"/],
    ["a sliding window", { use_sliding_window: true }, /use_sliding_window/],
    ["an unknown activation", { hidden_act: "relu" }, /hidden_act.*found relu/],
    ["a size that is no size", { hidden_size: "128" }, /hidden_size.*dir\/config\.json.*found "128"/],
    ["heads that do not divide the width", { num_attention_heads: 3 }, /3 heads, found 128/],
    ["heads that cannot be grouped", { num_key_value_heads: 3 }, /num_key_value_heads/],
    ["an odd head", { head_dim: 5 }, /head_dim/],
  ] as const)("refuses %s and says so", ([, change, message]) => {
    const parse = () => parseConfig({ ...llama, ...change }, "dir/config.json");
    expect(parse).toThrow(PlaygroundError);
    expect(parse).toThrow(message);
  });

  test("reads on past fields of other architectures that change nothing", () => {
    const neutral = { partial_rotary_factor: 1, attn_logit_softcapping: null, layer_types: ["full_attention"] };
    expect(parseConfig({ ...llama, ...neutral, is_causal: true })).toEqual(parseConfig(llama));
  });

  test("refuses more layers than any model has, which would be gone through without end", () => {
    expect(() => parseConfig({ ...llama, num_hidden_layers: 1e9 })).toThrow(
      /num_hidden_layers.*<=1000, found 1000000000/,
    );
  });

  test.for([null, [], "llama", {}, { model_type: "gpt2" }])("refuses %j", (json) => {
    expect(() => parseConfig(json)).toThrow(PlaygroundError);
  });
});

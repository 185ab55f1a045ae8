import { encodeJson } from "../engine/checkpoint/json.ts";
import { GraphBuilder } from "../engine/onnx/graph-builder.ts";
import { byteAlphabet } from "./byte-tokenizers.ts";

const SPECIAL = ["[PAD]", "[CLS]", "[SEP]"];
export const [CLS, SEP] = [1, 2];
/** The first byte's id. */
export const BYTES_FROM = SPECIAL.length;

const token = (id: string, type_id: number) => ({ SpecialToken: { id, type_id } });
const sequence = (id: "A" | "B", type_id: number) => ({ Sequence: { id, type_id } });

/** The tokenizer files of an encoder over bytes, which begins a pair with [CLS] and ends both texts with [SEP]. */
function tokenizerJson() {
  const special_tokens = Object.fromEntries(SPECIAL.map((id, at) => [id, { id, ids: [at], tokens: [id] }]));
  return {
    added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true, normalized: false })),
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: false },
    post_processor: {
      type: "TemplateProcessing",
      single: [token("[CLS]", 0), sequence("A", 0), token("[SEP]", 0)],
      pair: [token("[CLS]", 0), sequence("A", 0), token("[SEP]", 0), sequence("B", 1), token("[SEP]", 1)],
      special_tokens,
    },
    decoder: { type: "ByteLevel" },
    model: {
      type: "BPE",
      vocab: Object.fromEntries([...SPECIAL, ...byteAlphabet()].map((name, id) => [name, id])),
      merges: [],
      ignore_merges: false,
    },
  };
}

/** The reward that this judge gives a text: its ids, summed, and a thousand for each of the answer's. */
export function tinyReward(question: string, answer: string): number {
  const bytes = (text: string) => [...new TextEncoder().encode(text)].map((byte) => BYTES_FROM + byte);
  const ids = [CLS, ...bytes(question), SEP, ...bytes(answer), SEP];
  return ids.reduce((sum, id) => sum + id, 0) + 1000 * (bytes(answer).length + 1);
}

/**
 * A reward model as an encoder is one: an ONNX graph that reads a pair of texts from both sides. Its reward is worked by hand:
 * the ids that may be seen, summed, and a thousand for each that belongs to the response.
 */
export function tinyJudge({ labels = 1, context = 64 } = {}): Map<string, Uint8Array> {
  const g = new GraphBuilder("judge");
  const float = (x: string) => g.node("Cast", [x], { to: { int: 1 } });
  const input = (name: string) => float(g.input(name, "int64", ["batch_size", "length"]));
  const [ids, mask, types] = [input("input_ids"), input("attention_mask"), input("token_type_ids")];
  const each = g.node("Add", [ids, g.node("Mul", [types, g.float(1000)])]);
  const sum = g.node("ReduceSum", [g.node("Mul", [each, mask]), g.integers(1)], { keepdims: { int: 1 } });
  g.node("Mul", [sum, g.floats({ shape: [labels], data: () => new Float32Array(labels).fill(1) })], {}, "logits");
  g.output("logits", "float", ["batch_size", labels]);
  const config = {
    ...{ model_type: "deberta-v2", architectures: ["DebertaV2ForSequenceClassification"], id2label: { 0: "LABEL_0" } },
    ...{ vocab_size: BYTES_FROM + 256, max_position_embeddings: context, pad_token_id: 0 },
  };
  return new Map([
    ["config.json", encodeJson(config)],
    ["tokenizer.json", encodeJson(tokenizerJson())],
    [
      "tokenizer_config.json",
      encodeJson({ cls_token: "[CLS]", sep_token: "[SEP]", pad_token: "[PAD]", eos_token: "[SEP]" }),
    ],
    ["onnx/model.onnx", g.encode()],
  ]);
}

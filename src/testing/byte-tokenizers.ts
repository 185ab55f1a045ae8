import type { TokenizerFiles } from "../engine/checkpoint/checkpoint.ts";

/** GPT-2's byte alphabet: printable bytes stand for themselves, the others for characters from U+0100 on. */
export function byteAlphabet(): string[] {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

/** Size of the vocabulary: bytes, and three tokens that begin, end and pad texts in hub checkpoints. */
export const BYTE_VOCABULARY = 259;
export const ENDOFTEXT = 256;
export const IM_START = 257;
export const IM_END = 258;

const special = (id: number, content: string) => ({ id, content, special: true, normalized: false });

const json = () => ({
  added_tokens: [special(ENDOFTEXT, "<|endoftext|>"), special(IM_START, "<|im_start|>"), special(IM_END, "<|im_end|>")],
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: true },
  post_processor: { type: "ByteLevel" },
  decoder: { type: "ByteLevel" },
  model: {
    type: "BPE",
    vocab: Object.fromEntries(byteAlphabet().map((token, id) => [token, id])),
    merges: [],
    ignore_merges: false,
  },
});

/** Byte-level tokenizers whose special tokens are those of real checkpoints. */
export const byteTokenizers = {
  /** One token ends and pads texts: pad is eos. */
  smollm2: { json: json(), config: { bos_token: "<|im_start|>", eos_token: "<|im_end|>", pad_token: "<|im_end|>" } },
  /** No token begins a text. */
  qwen: { json: json(), config: { bos_token: null, eos_token: "<|im_end|>", pad_token: "<|endoftext|>" } },
  /** The tokenizer names no special token; `config.json` has the ids. */
  gpt2: { json: json(), config: { model_max_length: 1024 } },
} satisfies Record<string, TokenizerFiles>;

/** A chat template like those of SmolLM2 and Qwen: every turn ends in the same way. */
export const CHAT_ML =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + eos_token + '\\n' }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** A chat template like that of Llama 3: the first turn begins with <bos>, and contents are trimmed. */
export const LLAMA_3 =
  "{% for message in messages %}{% set content = '<|start|>' + message['role'] + '<|end|>\\n\\n' + message['content'] | trim + eos_token %}" +
  "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|start|>assistant<|end|>\\n\\n' }}{% endif %}";

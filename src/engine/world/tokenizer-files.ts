import { specialTokens, vocabulary } from "./vocabulary.ts";

/** Context of the embedded models in tokens: more than the longest problem with its longest solution. */
export const POLICY_CONTEXT = 256;

const [pad, bos, eos, unk] = specialTokens;
const bosId = vocabulary.indexOf(bos);

const sequence = (id: "A" | "B") => ({ Sequence: { id, type_id: 0 } });
const start = { SpecialToken: { id: bos, type_id: 0 } };
const remove = (pattern: string) => ({ type: "Replace", pattern: { Regex: pattern }, content: "" });

/**
 * The world's `tokenizer.json` (Hugging Face layout): one token for each word, number, label such as "(a)" or mark,
 * with <bos> before a text. Decoding restores the text: marks are joined to the word before them.
 */
export function worldTokenizerJson() {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: specialTokens.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "WhitespaceSplit" },
        { type: "Split", pattern: { Regex: "\\([a-z]\\)|[A-Za-z]+|[0-9]+" }, behavior: "Isolated", invert: false },
      ],
    },
    post_processor: {
      type: "TemplateProcessing",
      single: [start, sequence("A")],
      pair: [start, sequence("A"), sequence("B")],
      special_tokens: { [bos]: { id: bos, ids: [bosId], tokens: [bos] } },
    },
    decoder: {
      type: "Sequence",
      decoders: [{ type: "WordPiece", prefix: "##", cleanup: false }, { type: "Fuse" }, remove(" (?=[.?;:])")],
    },
    // WordPiece without "##" entries: a word is a single token or unknown.
    model: {
      type: "WordPiece",
      unk_token: unk,
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
}

/** The world's `tokenizer_config.json`. `modelMaxLength` in tokens. */
export function worldTokenizerConfig(modelMaxLength: number) {
  return {
    tokenizer_class: "PreTrainedTokenizerFast",
    bos_token: bos,
    eos_token: eos,
    pad_token: pad,
    unk_token: unk,
    clean_up_tokenization_spaces: false,
    model_max_length: modelMaxLength,
  };
}

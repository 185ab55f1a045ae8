import { describe, expect, test } from "vitest";
import { byteAlphabet, byteTokenizers, CHAT_ML, IM_END, IM_START } from "../../testing/byte-tokenizers.ts";
import type { Message } from "./conversation.ts";
import { asJudged, tokenised, tokensBefore } from "./sequence.ts";
import { Tokenizer } from "./tokenizer.ts";

const special = (id: number, content: string) => ({ id, content, special: true, normalized: false });
const around = (before: string[], after: string[]) => ({
  type: "TemplateProcessing",
  single: [
    ...before.map((id) => ({ SpecialToken: { id, type_id: 0 } })),
    { Sequence: { id: "A", type_id: 0 } },
    ...after.map((id) => ({ SpecialToken: { id, type_id: 0 } })),
  ],
  pair: [],
  special_tokens: {
    "<s>": { id: "<s>", ids: [1], tokens: ["<s>"] },
    "</s>": { id: "</s>", ids: [2], tokens: ["</s>"] },
  },
});

/** A tokenizer like SentencePiece's: a text begins with a "▁", and so does the text after a special token. */
function sentencePiece(config: object = {}): Tokenizer {
  const letters = [..." 0123456789.,=+abcdefghijklmnopqrstuvwxyz\n<|>"].map((one) => (one === " " ? "▁" : one));
  return new Tokenizer(
    {
      added_tokens: [special(0, "<unk>"), special(1, "<s>"), special(2, "</s>")],
      normalizer: {
        type: "Sequence",
        normalizers: [
          { type: "Prepend", prepend: "▁" },
          { type: "Replace", pattern: { String: " " }, content: "▁" },
        ],
      },
      pre_tokenizer: null,
      post_processor: around(["<s>"], []),
      decoder: { type: "Replace", pattern: { String: "▁" }, content: " " },
      model: {
        ...{ type: "BPE", unk_token: "<unk>", fuse_unk: true, byte_fallback: false, ignore_merges: false },
        vocab: Object.fromEntries(["<unk>", "<s>", "</s>", ...letters, "▁a"].map((token, id) => [token, id])),
        merges: ["▁ a"],
      },
    },
    { bos_token: "<s>", eos_token: "</s>", unk_token: "<unk>", ...config },
  );
}

/** A byte-level tokenizer with one merge across the border between question and answer. */
function bytes(postProcessor: object, config: object = {}): Tokenizer {
  const alphabet = byteAlphabet();
  const vocab = ["<pad>", "<s>", "</s>", ...alphabet, "=4"].map((token, id): [string, number] => [token, id]);
  const model = { type: "BPE", vocab: Object.fromEntries(vocab), merges: ["= 4"], ignore_merges: false };
  const added_tokens = [special(0, "<pad>"), special(1, "<s>"), special(2, "</s>")];
  const pieces = { type: "ByteLevel", add_prefix_space: false, use_regex: false };
  const json = { added_tokens, normalizer: null, pre_tokenizer: pieces, decoder: { type: "ByteLevel" }, model };
  return new Tokenizer({ ...json, post_processor: postProcessor }, { bos_token: "<s>", eos_token: "</s>", ...config });
}

/** The tokens by name, with a bar before the response. */
function cut(tokenizer: Tokenizer, prompt: string, response: string): string {
  const { promptIds, responseIds } = tokenised(tokenizer, { prompt, response });
  return [promptIds, responseIds].map((ids) => ids.map((id) => tokenizer.tokenText(id)).join("·")).join(" | ");
}

describe("a prompt and a response are one text", () => {
  test("in which nothing begins anew where the response does", () => {
    const tokenizer = sentencePiece();
    expect(cut(tokenizer, "once", ", a cat.")).toBe("<s>· ·o·n·c·e | ,· a· ·c·a·t·.·</s>");
    expect(cut(tokenizer, "2+2=", "4")).toBe("<s>· ·2·+·2·= | 4·</s>");
  });

  test("to which the end token is added once, and the post-processor's stands behind the whole", () => {
    expect(cut(bytes(around(["<s>"], ["</s>"])), "a", "b")).toBe("<s>·a | b·</s>");
    expect(cut(bytes(around(["<s>"], [])), "a", "b")).toBe("<s>·a | b·</s>");
    expect(cut(bytes(around([], ["</s>"])), "a", "b")).toBe("a | b·</s>");
    expect(bytes(around(["<s>"], ["</s>"])).promptIds("a")).toHaveLength(2);
  });

  test("whose token on both sides of the border belongs to the response", () => {
    expect(cut(bytes(around(["<s>"], [])), "2+2=", "4")).toBe("<s>·2·+·2 | =4·</s>");
  });
});

test("under a template every piece behind an end token begins as the tokenizer begins one, and nothing is added", () => {
  const template =
    "{% for m in messages %}{{ '<' + m.role + '>\n' + m.content + eos_token }}{% endfor %}" +
    "{% if add_generation_prompt %}{{ '<assistant>\n' }}{% endif %}";
  const tokenizer = sentencePiece({ chat_template: template });
  const before = ["▁", ..."<user>\n", "a", "</s>", "▁", ..."<assistant>\n"].join("·").replaceAll("▁", " ");
  expect(cut(tokenizer, "a", "b")).toBe(`${before} | b·</s>`);
});

const { json, config } = byteTokenizers.qwen;
const withTemplate = (chat_template: string) => new Tokenizer(json, { ...config, chat_template });
const THINKING = CHAT_ML.replace(
  "message['content']",
  "('<think></think>' if loop.last and message.role == 'assistant' else '') + message['content']",
);

test("a block of thought that the template writes before an answer is read, and is not the response", () => {
  const tokenizer = withTemplate(THINKING);
  const { promptIds, responseIds } = tokenised(tokenizer, { prompt: "q", response: "a" });
  expect(tokenizer.decode(promptIds)).toBe("user\nq\nassistant\n<think></think>");
  expect(tokenizer.decode(responseIds)).toBe("a\n");
  const idsOf = (text: string) => tokenizer.encode(text, { addSpecialTokens: false });
  const judged = asJudged(tokenizer, { prompt: "q", ids: [...idsOf("a"), IM_END], isFinished: true });
  expect([...judged.promptIds, ...judged.responseIds]).toEqual([...promptIds, ...responseIds]);
  const thought = asJudged(tokenizer, { prompt: "q", ids: idsOf("<think>m</think>a"), isFinished: false });
  expect(thought.responseIds).toEqual(idsOf("<think>m</think>a"));
});

test("a template that leaves nothing of the response is named", () => {
  const silent = withTemplate("{{ messages[0]['content'] }}:");
  expect(() => tokenised(silent, { prompt: "q", response: "a" })).toThrow(/writes nothing of the response/);
});

describe("the end of a step", () => {
  const response = "x=1\ny=2\n so 3";
  const ends = [3, 7, response.length];

  test("is the token with its last character, and that of the last step the scored token", () => {
    for (const tokenizer of [withTemplate(CHAT_ML), withTemplate(THINKING), bytes(around(["<s>"], ["</s>"]))]) {
      const exchange = { prompt: "q", response };
      const { responseIds } = tokenised(tokenizer, exchange);
      const [first = 0, second = 0, last] = tokensBefore(tokenizer, exchange, ends);
      expect(tokenizer.decode(responseIds.slice(0, first + 1))).toBe("x=1");
      expect(tokenizer.decode(responseIds.slice(first + 1, second + 1))).toBe("\ny=2");
      expect(last).toBe(responseIds.length - 1);
    }
  });

  test("is a token that goes on into the next step, where the tokenizer joins both", () => {
    const tokenizer = bytes(around([], []));
    expect(tokensBefore(tokenizer, { prompt: "q", response: "x=4" }, [2, 3])).toEqual([1, 2]);
  });

  test("is not guessed at where the template writes the answer otherwise", () => {
    const upper = withTemplate("{% for m in messages %}{{ m.content | upper }}{% endfor %}");
    expect(() => tokensBefore(upper, { prompt: "q", response }, ends)).toThrow(/writes the answer otherwise/);
  });
});

test("a conversation of several turns keeps what the template writes between them", () => {
  const tokenizer = withTemplate(CHAT_ML);
  const said = (role: Message["role"], content: string): Message => ({ role, content });
  const response = [said("assistant", "a"), said("user", "b"), said("assistant", "c")];
  const { responseIds } = tokenised(tokenizer, { prompt: "q", response });
  expect(tokenizer.decode(responseIds)).toBe("a\nuser\nb\nassistant\nc\n");
  expect(responseIds.filter((id) => id === IM_START)).toHaveLength(2);
});

test("a Unigram tokenizer whose model reads other characters as bytes refuses them, and reads on past unknown words otherwise", () => {
  const unigram = (byte_fallback: boolean) =>
    new Tokenizer(
      {
        added_tokens: [special(0, "<unk>"), special(1, "</s>")],
        ...{ normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null },
        model: {
          ...{ type: "Unigram", unk_id: 0, byte_fallback },
          vocab: ["<unk>", "</s>", "t", "w", "o", "?"].map((token) => [token, -1]),
        },
      },
      { eos_token: "</s>", unk_token: "<unk>" },
    );
  const exchange = { prompt: "two?", response: "é" };
  expect(() => tokenised(unigram(true), exchange)).toThrow(/"é" as bytes.*byte_fallback/);
  expect(tokenised(unigram(true), { prompt: "two?", response: "two" }).responseIds).toHaveLength(4);
  expect(tokenised(unigram(false), exchange).responseIds).toEqual([0, 1]);
});

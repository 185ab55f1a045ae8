import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { byteAlphabet } from "../../testing/byte-tokenizers.ts";
import { PlaygroundError } from "../errors.ts";
import { worldTokenizerConfig, worldTokenizerJson } from "../world/tokenizer-files.ts";
import { Tokenizer } from "./tokenizer.ts";

const world = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(112));

const special = (id: number, content: string) => ({ id, content, special: true, normalized: false });

/** A tokenizer like GPT-2's: byte-level BPE with a few merges. */
const byteLevel = new Tokenizer(
  {
    added_tokens: [special(260, "<|endoftext|>")],
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: true },
    post_processor: { type: "ByteLevel" },
    decoder: { type: "ByteLevel" },
    model: {
      type: "BPE",
      vocab: Object.fromEntries([...byteAlphabet(), "Ġt", "he", "Ġthe", "Ã©"].map((token, id) => [token, id])),
      merges: ["Ġ t", "h e", "Ġt he", "Ã ©"],
      ignore_merges: false,
    },
  },
  { bos_token: { content: "<|endoftext|>" }, eos_token: { content: "<|endoftext|>" }, unk_token: "<|endoftext|>" },
);

const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
const llamaWords = ["<unk>", "<s>", "</s>", ...bytes, "▁", "a", "b", "▁a", "▁ab", "ab", "▁b", "1", "."];

/** A tokenizer like Llama 2's: "▁" for spaces, and bytes for characters outside of the vocabulary. */
const metaspace = new Tokenizer(
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
    post_processor: {
      type: "TemplateProcessing",
      single: [{ SpecialToken: { id: "<s>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
      pair: [],
      special_tokens: { "<s>": { id: "<s>", ids: [1], tokens: ["<s>"] } },
    },
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: "▁" }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    },
    model: {
      type: "BPE",
      unk_token: "<unk>",
      byte_fallback: true,
      fuse_unk: true,
      vocab: Object.fromEntries(llamaWords.map((token, id) => [token, id])),
      merges: ["▁ a", "a b", "▁a b", "▁ b"],
      ignore_merges: false,
    },
  },
  { bos_token: "<s>", eos_token: { content: "</s>" }, pad_token: null },
);

const all = [world, byteLevel, metaspace];

describe("special tokens", () => {
  it("are read from strings and from AddedToken objects", () => {
    expect([byteLevel.bosId, byteLevel.eosId, byteLevel.padId]).toEqual([260, 260, null]);
    expect([metaspace.bosId, metaspace.eosId, metaspace.padId]).toEqual([1, 2, null]);
  });

  it("are left out of decoded text and named in chips", () => {
    expect(metaspace.decode([1, ...metaspace.encode("ab a", { addSpecialTokens: false }), 2])).toBe("ab a");
    expect(world.tokenText(2)).toBe("<eos>");
    expect(world.tokenText(world.encode("has")[1] as number)).toBe("has");
    expect(byteLevel.tokenText(0xc3)).toBe("Ã"); // Half a character: the token's own name.
    expect(world.decode([])).toBe("");
  });
});

describe("encode and decode", () => {
  it("restore any text under a byte-level tokenizer", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(byteLevel.decode(byteLevel.encode(text))).toBe(text);
      }),
    );
  });
});

describe("pieces", () => {
  const check = (tokenizer: Tokenizer, ids: number[]) => {
    const pieces = tokenizer.pieces(ids);
    const text = tokenizer.decode(ids);
    expect(pieces.map(({ id }) => id)).toEqual(ids);
    let end = 0;
    for (const piece of pieces) {
      expect(piece.start).toBe(end);
      expect(text.slice(piece.start, piece.end)).toBe(piece.text);
      end = piece.end;
    }
    expect(end).toBe(text.length);
  };

  it("give each token its characters", () => {
    const shown = (tokenizer: Tokenizer, text: string) =>
      tokenizer.pieces(tokenizer.encode(text)).map((piece) => piece.text);
    expect(shown(world, "14 + 8 = 22; answer 22")).toEqual(["", "14", " +", " 8", " =", " 22", ";", " answer", " 22"]);
    expect(shown(byteLevel, "the the")).toEqual(["t", "he", " the"]);
    expect(shown(byteLevel, "é😀!")).toEqual(["é", "", "", "", "😀", "!"]);
    expect(shown(metaspace, "ab a.")).toEqual(["", "ab", " a", "."]);
    expect(shown(metaspace, "é a")).toEqual(["", "", "", "é", " a"]);
  });

  it("tile the decoded text of what was encoded, for every kind of tokenizer", () => {
    const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("ab a 1 .", "18; 14 has ?", "the the thé"));
    fc.assert(
      fc.property(text, fc.constantFrom(...all), (each, tokenizer) => check(tokenizer, tokenizer.encode(each))),
      { numRuns: 300 },
    );
  });

  it("tile the decoded text of any ids a model may sample", () => {
    for (const tokenizer of all) {
      const ids = fc.array(fc.integer({ min: 0, max: tokenizer.vocabSize - 1 }), { maxLength: 40 });
      fc.assert(
        fc.property(ids, (sampled) => check(tokenizer, sampled)),
        { numRuns: 200 },
      );
    }
  });
});

describe("a prompt", () => {
  it("with unknown words is refused by naming them, once and in order", () => {
    expect(world.unknownWords("Ana dragon (Mia) has 3 dragon-eggs, has dragon flies!")).toEqual([
      "dragon",
      "(",
      ")",
      "dragon-eggs",
      ",",
      "flies",
      "!",
    ]);
    expect(() => world.encodePrompt("Mia has 3 dragons.", 112)).toThrow(
      'The model does not know the word "dragons" (prompt). Reword',
    );
    const encoded = vi.spyOn(world, "encode");
    expect(world.unknownWords("Mia has flies, dragon")).toEqual(["flies", ",", "dragon"]);
    // Of words that came before no one is encoded again.
    expect(encoded.mock.calls.map(([text]) => text)).toEqual(["flies,"]);
    encoded.mockRestore();
    expect(byteLevel.unknownWords("Drachen 😀")).toEqual([]);
    expect(metaspace.unknownWords("Drachen 😀")).toEqual([]);
  });

  it("that is too long is refused with its length and the room there is", () => {
    const prompt = "Mia has 14 apples.";
    expect(world.encodePrompt(prompt, 6)).toEqual(world.encode(prompt));
    expect(() => world.encodePrompt(prompt, 12, 8)).toThrow(/it has 6 tokens and 4 fit.*12 tokens, 8 of them kept/);
  });

  it("that is empty is refused", () => {
    expect(() => world.encodePrompt(" \n", 112)).toThrow(PlaygroundError);
  });
});

it("a file that is no tokenizer is named", () => {
  expect(() => new Tokenizer({ version: "1.0" }, {})).toThrow(/tokenizer.json/);
});

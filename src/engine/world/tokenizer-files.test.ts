import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { wordings } from "./events.ts";
import { problems } from "./problems.ts";
import { distributions } from "./settings.ts";
import { people, stories } from "./stories.ts";
import { worldTokenizerConfig, worldTokenizerJson } from "./tokenizer-files.ts";
import { vocabulary } from "./vocabulary.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(112));
const generated = [
  ...problems({ split: "validation", n: 200, seed: 0 }),
  ...problems({ split: "test", n: 50, seed: 0, settings: distributions.out }),
];

describe("the world's vocabulary", () => {
  it("keeps the ids that checkpoints were trained on", () => {
    // The hash changes only with the world's words; then every embedded checkpoint has to be trained again.
    const pinned = createHash("sha256").update(vocabulary.join(" ")).digest("hex").slice(0, 16);
    expect(pinned).toBe("ee685b39617319eb");
    expect(vocabulary.slice(0, 5)).toEqual(["<pad>", "<bos>", "<eos>", "<unk>", "<graded>"]);
  });

  it("has fewer than 256 entries, each once", () => {
    expect(vocabulary.length).toBeLessThan(256);
    expect(new Set(vocabulary).size).toBe(vocabulary.length);
    expect(tokenizer.vocabSize).toBe(vocabulary.length);
  });

  it("knows every word a story can use, and no noun of two stories", () => {
    const nouns = stories.flatMap((story) => story.nouns);
    const texts = [
      ...Object.values(wordings).flat(),
      ...stories.flatMap(({ title, container }) => [title, container]),
      ...nouns,
      ...people.map(({ name }) => name),
      "He She he she him her answer",
    ];
    expect(tokenizer.unknownWords(texts.join(" ").replaceAll(/\{\w+\}/g, ""))).toEqual([]);
    expect(new Set(nouns).size).toBe(nouns.length);
  });
});

describe("the world's tokenizer", () => {
  it("names its special tokens, padding apart from the end", () => {
    expect([tokenizer.padId, tokenizer.bosId, tokenizer.eosId]).toEqual([0, 1, 2]);
  });

  it("gives back every prompt and solution, without unknown tokens", () => {
    for (const { prompt, solution } of generated) {
      for (const text of [prompt, solution, `${prompt} ${solution}`]) {
        const ids = tokenizer.encode(text);
        expect(ids[0]).toBe(tokenizer.bosId);
        expect(ids).not.toContain(vocabulary.indexOf("<unk>"));
        expect(tokenizer.decode(ids)).toBe(text);
      }
    }
  });

  it("joins prompt and solution as their text does", () => {
    for (const { prompt, solution } of generated) {
      const ids = [...tokenizer.encode(prompt), ...tokenizer.encode(solution, { addSpecialTokens: false })];
      expect(ids).toEqual(tokenizer.encode(`${prompt} ${solution}`));
    }
  });

  it("takes a number and a label as one token each, and marks apart from words, however they are spaced", () => {
    const texts = tokenizer.encode("(a)18/3=6;so answer 6\n✓").map((id) => vocabulary[id]);
    expect(texts).toEqual(["<bos>", "(a)", "18", "/", "3", "=", "6", ";", "so", "answer", "6", "✓"]);
    expect(tokenizer.unknownWords("Ana has 142 pens.")).toEqual(["142"]);
  });
});

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { containers, people } from "./lexicon.ts";
import { countTokens } from "./problem.ts";
import { problems } from "./problems.ts";
import { difficulties } from "./settings.ts";
import { allTemplates } from "./templates.ts";
import { worldTokenizerConfig, worldTokenizerJson } from "./tokenizer-files.ts";
import { vocabulary } from "./vocabulary.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(112));
const generated = [
  ...problems({ split: "validation", n: 200, seed: 0 }),
  ...problems({ split: "test", n: 50, seed: 0, settings: difficulties.hard }),
];

describe("the world's vocabulary", () => {
  it("keeps the ids that checkpoints were trained on", () => {
    // Changes only when the file was edited other than at its end: then put it back.
    const pinned = createHash("sha256").update(vocabulary.slice(0, 297).join(" ")).digest("hex").slice(0, 16);
    expect(pinned).toBe("1e3acb54a9cd1da7");
    expect(vocabulary.slice(0, 5)).toEqual(["<pad>", "<bos>", "<eos>", "<unk>", "0"]);
  });

  it("has fewer than 512 entries, each once", () => {
    expect(vocabulary.length).toBeLessThan(512);
    expect(new Set(vocabulary).size).toBe(vocabulary.length);
    expect(tokenizer.vocabSize).toBe(vocabulary.length);
  });

  it("knows every word a story can use", () => {
    const clauses = allTemplates.flatMap(({ openings, events, closings }) => [...openings, ...events, ...closings]);
    const texts = [
      ...clauses.flatMap(({ say }) => say),
      ...allTemplates.flatMap(({ distractors, things }) => [...distractors, ...things]),
      ...people.keys(),
      ...containers,
      "He She he she answer",
    ];
    expect(tokenizer.unknownWords(texts.join(" ").replaceAll(/\{\w+\}/g, ""))).toEqual([]);
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

  it("joins prompt and solution as their text does, and counts as the settings do", () => {
    for (const { prompt, solution } of generated) {
      const ids = [...tokenizer.encode(prompt), ...tokenizer.encode(solution, { addSpecialTokens: false })];
      expect(ids).toEqual(tokenizer.encode(`${prompt} ${solution}`));
      expect(ids.length).toBe(1 + countTokens(prompt) + countTokens(solution));
    }
  });

  it("takes digits one by one and marks apart from words", () => {
    const texts = tokenizer.encode("has 142?\n18/3=6;").map((id) => vocabulary[id]);
    expect(texts).toEqual(["<bos>", "has", "1", "4", "2", "?", "1", "8", "/", "3", "=", "6", ";"]);
  });
});

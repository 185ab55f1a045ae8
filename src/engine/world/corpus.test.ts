import { describe, expect, test } from "vitest";
import { seededRandom } from "../random.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { type Operator, resultOf } from "./attempt.ts";
import { CORPUS_DEFAULTS, type CorpusDocument, drawDocument } from "./corpus.ts";
import { wordProblems, worldTokenizerConfig, worldTokenizerJson } from "./index.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(256));
const textOf = ({ passages }: CorpusDocument) => passages.map(({ text }) => text).join(" ");

function documents(settings: Partial<typeof CORPUS_DEFAULTS>, n = 120): CorpusDocument[] {
  const random = seededRandom(1);
  const all: CorpusDocument[] = [];
  while (all.length < n) {
    const document = drawDocument(random, { ...CORPUS_DEFAULTS, ...settings }, () => true);
    if (document) all.push(document);
  }
  return all;
}

test("every document is in the vocabulary and fits the policy's context", () => {
  for (const document of documents({})) {
    expect(tokenizer.unknownWords(textOf(document))).toEqual([]);
    expect(tokenizer.encode(textOf(document)).length).toBeLessThan(256);
  }
});

test("problems that may not be in it are left out", () => {
  const random = seededRandom(1);
  expect(
    Array.from({ length: 50 }, () => drawDocument(random, { ...CORPUS_DEFAULTS, sheets: 0 }, () => false)),
  ).toEqual(Array(50).fill(null));
});

test("a plain answer has no marks, and is some student's", () => {
  for (const { graded, passages } of documents({ sheets: 0, graded: 0 })) {
    const [prompt, answer] = passages as unknown as [{ text: string }, { text: string }];
    expect(graded).toBe(false);
    expect(answer.text).not.toMatch(/[✓✗]/);
    const problem = wordProblems.solve(prompt.text);
    const { correct, misconception } = wordProblems.verify(problem, answer.text.replace(" <eos>", ""));
    expect(correct || misconception !== null).toBe(true);
  }
});

describe("graded work", () => {
  const graded = documents({ sheets: 0, graded: 1 }, 200);

  test("ends with the verdict, and the name of the mistake", () => {
    for (const { passages } of graded) {
      const [prompt, answer] = passages as unknown as [{ text: string }, { text: string }];
      const problem = wordProblems.solve(prompt.text);
      const response = (answer.text.split(" <eos>")[0] as string).replaceAll(/ [✓✗]/g, "");
      const { correct, misconception } = wordProblems.verify(problem, response);
      const ending = answer.text.split("<eos> ")[1] as string;
      if (correct) expect(ending).toBe("✓");
      else expect(ending).toMatch(/^✗ [a-z]+$/);
      // Of two habits that write the same attempt, the verifier names the more common one.
      if (!correct && ending !== `✗ ${misconception}`) expect(misconception).not.toBeNull();
    }
  });

  test("marks steps right up to the first wrong one, and wrong from there", () => {
    for (const { passages } of graded) {
      const [, answer] = passages as unknown as [{ text: string }, { text: string }];
      const marks = (answer.text.split("<eos>")[0] as string).match(/[✓✗]/g) ?? [];
      expect(marks.join("")).toMatch(/^✓*✗*$/);
    }
    expect(graded.some(({ passages }) => passages[1]?.text.includes("; ✗"))).toBe(true);
  });
});

test("sheets are marked as they deserve; plain ones are right; only results and marks are learnt", () => {
  const sheets = documents({ sheets: 1 });
  for (const document of sheets) {
    const lines = [...textOf(document).matchAll(/(\d+) ([-+*/]) (\d+) = (\d+) ;(?: ([✓✗]))?/g)];
    expect(lines).toHaveLength(10);
    for (const [, left, op, right, result, mark] of lines) {
      const isTrue = resultOf(Number(left), op as Operator, Number(right)) === Number(result);
      expect(mark).toBe(document.graded ? (isTrue ? "✓" : "✗") : undefined);
      if (!document.graded) expect(isTrue).toBe(true);
    }
    for (const { text, learnt } of document.passages) expect(learnt).toBe(/^(\d+|[✓✗])$/.test(text));
  }
  expect(sheets.some((document) => textOf(document).includes("✗"))).toBe(true);
});

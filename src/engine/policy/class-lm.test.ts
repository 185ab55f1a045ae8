import { describe, expect, test } from "vitest";
import { exactValues } from "../evaluation/exact-values.ts";
import { rightPaddedBatch } from "../onnx/token-batch.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Attempt } from "../world/class.ts";
import {
  CLASS_DEFAULTS,
  type ClassSettings,
  distributions,
  wordProblems,
  worldTokenizerConfig,
  worldTokenizerJson,
} from "../world/index.ts";
import type { Problem } from "../world/world.ts";
import { ClassLM } from "./class-lm.ts";
import { generate } from "./generate.ts";
import { generationProbabilities, RAW } from "./generation-probabilities.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(256));
const eos = tokenizer.eosId as number;
const settingsOf = (fields: Partial<ClassSettings>) => ({ ...CLASS_DEFAULTS, ...fields });
const problemsOf = (n: number) => [
  ...wordProblems.problems({ split: "test", n, seed: 1 }),
  ...wordProblems.problems({ split: "test", n, seed: 1, settings: distributions.out }),
];

interface WholeResponse {
  ids: number[];
  probability: number;
  correct: boolean;
}

/**
 * Every response that the class can write, with every choice of fillers; the exact sums are compared with sums over
 * these.
 */
function everyResponse(problem: Problem, settings: ClassSettings): WholeResponse[] {
  return wordProblems.attempts(problem, settings).flatMap(({ pieces, share, correct }: Attempt) => {
    let texts = [{ text: "", probability: share }];
    for (const piece of pieces) {
      texts = texts.flatMap(({ text, probability }) => [
        { text: `${text} ${piece.text}`, probability: probability * piece.probability },
        ...(piece.probability < 1 ? [{ text, probability: probability * (1 - piece.probability) }] : []),
      ]);
    }
    return texts.map(({ text, probability }) => ({
      ids: [...tokenizer.encode(text, { addSpecialTokens: false }), eos],
      probability,
      correct,
    }));
  });
}

const startsWith = (ids: readonly number[], prefix: readonly number[]) => prefix.every((id, t) => ids[t] === id);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe.each([
  ["the usual class", {}],
  ["all misconceptions, fillers before every step", { misconceptions: "all" as const, stepFillers: 0.2 }],
  ["another majority", { majorityShare: 0.9 }],
])("exact values and probabilities: %s", (_, fields) => {
  const settings = settingsOf(fields);

  test("are those of an enumeration of all responses", () => {
    for (const problem of problemsOf(2)) {
      const all = everyResponse(problem, settings);
      expect(sum(all.map(({ probability }) => probability))).toBeCloseTo(1, 12);
      for (const { ids } of all.slice(0, 4)) {
        const { prompt, tokens, q } = exactValues(wordProblems, tokenizer, problem, ids, settings);
        expect(prompt).toBeCloseTo(sum(all.filter((r) => r.correct).map((r) => r.probability)), 12);
        ids.forEach((_, t) => {
          const with_ = all.filter((r) => startsWith(r.ids, ids.slice(0, t + 1)));
          const before = all.filter((r) => startsWith(r.ids, ids.slice(0, t)));
          const mass = sum(with_.map((r) => r.probability));
          const right = sum(with_.filter((r) => r.correct).map((r) => r.probability));
          expect(tokens[t]).toBeCloseTo(right / mass, 10);
          expect(q[t]).toBeCloseTo(mass / sum(before.map((r) => r.probability)), 10);
        });
      }
    }
  });
});

describe("the class as a language model", () => {
  const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 5 }) as [Problem];
  const lm = new ClassLM(wordProblems, tokenizer, 256);
  const promptIds = tokenizer.promptIds(problem.prompt);

  test("generates what the class writes, as often", async () => {
    const samples = await generate(lm, promptIds, { ...RAW, maxTokens: 96, seed: 3 }, { samples: 800 });
    const texts = samples.map(({ ids }) => tokenizer.decode(ids).replace(/\b(so|sure) /g, ""));
    for (const { share, steps, answer } of wordProblems.attempts(problem)) {
      const plain = [
        ...steps.map((s) => `${s.label} ${s.left} ${s.op} ${s.right} = ${s.result};`),
        `answer ${answer}`,
      ].join(" ");
      const found = texts.filter((text) => text === plain).length / texts.length;
      // Four standard errors of a share over 800 draws.
      expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / texts.length));
    }
  });

  test("roll-outs from a prefix end at the right answer as often as V* says", async () => {
    const [right] = everyResponse(problem, CLASS_DEFAULTS) as [WholeResponse];
    const { tokens } = exactValues(wordProblems, tokenizer, problem, right.ids);
    for (const length of [2, 5, 9]) {
      const prefix = right.ids.slice(0, length);
      const rolled = await generate(lm, promptIds, { ...RAW, maxTokens: 96, seed: length }, { samples: 400, prefix });
      const correct = rolled.filter(({ ids }) => wordProblems.verify(problem, tokenizer.decode(ids)).correct).length;
      const value = tokens[length - 1] as number;
      expect(Math.abs(correct / 400 - value)).toBeLessThan(4 * Math.sqrt((value * (1 - value)) / 400) + 1e-9);
    }
  });

  test("weighs tokens as the exact probabilities do, in padded batches and token by token", async () => {
    const responses = everyResponse(problem, CLASS_DEFAULTS).slice(0, 6);
    const q = await generationProbabilities(
      lm,
      responses.map(({ ids }) => ({ promptIds, responseIds: ids })),
      RAW,
    );
    responses.forEach(({ ids }, i) => {
      const exact = exactValues(wordProblems, tokenizer, problem, ids).q;
      q[i]?.forEach((value, t) => {
        expect(value).toBeCloseTo(exact[t] as number, 6);
      });
    });
  });

  test("gives 0 to what no student writes, and no value from there on", () => {
    const ids = tokenizer.encode("(a) 60 * 60 = 60;", { addSpecialTokens: false });
    const { tokens, q } = exactValues(wordProblems, tokenizer, problem, ids);
    expect(q.at(-1)).toBe(0);
    expect(tokens.at(-1)).toBeNull();
  });

  test("names a prompt that is no problem of the world", async () => {
    const ids = tokenizer.promptIds("Ana has 3 pens. How many?");
    await expect(lm.forward(rightPaddedBatch([ids]), null, 1)).rejects.toThrow(/problems of the embedded world only/);
  });
});

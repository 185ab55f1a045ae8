import { expect, test } from "vitest";
import { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { plainText, wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../../../engine/world/index.ts";
import { exactOf, judgeResponse } from "./judgement.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(128));
const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 3 });
if (!problem) throw new Error("the world has no problem");
const encode = (text: string) => tokenizer.encode(text, { addSpecialTokens: false });

test("every token of a response belongs to one step, its end to the last", () => {
  const ids = [...encode(problem.solution), tokenizer.eosId ?? 0];
  const { steps, correct, answer } = judgeResponse(problem.prompt, ids, tokenizer);
  expect({ correct, answer }).toEqual({ correct: true, answer: problem.answer });
  expect(steps).toHaveLength(problem.steps.length + 1);
  expect(steps.every(({ status }) => status === "right")).toBe(true);
  expect(steps[0]?.from).toBe(0);
  for (const [i, { from }] of steps.entries()) if (i > 0) expect(from).toBe(steps[i - 1]?.to);
  expect(steps.at(-1)?.to).toBe(ids.length);
});

test("a prompt of no known problem leaves the arithmetic to check", () => {
  const { correct, steps } = judgeResponse("Mia has 3 apples.", encode("3 * 6 = 18; 3 + 1 = 5; answer 5"), tokenizer);
  expect(correct).toBeNull();
  expect(steps.map(({ status }) => status)).toEqual(["right", "wrong", "right"]);
  expect(judgeResponse("Mia has 3 apples.", [], tokenizer).steps).toEqual([]);
});

test("what a student writes has exact values, and the misconception has its name", () => {
  const attempts = wordProblems.attempts(problem);
  const wrong = attempts.filter(({ correct }) => !correct);
  const { share = 0 } = attempts.find(({ correct }) => correct) ?? {};
  expect(wrong.length).toBeGreaterThan(1);
  for (const attempt of attempts) {
    const ids = [...encode(plainText(attempt)), tokenizer.eosId ?? 0];
    expect(judgeResponse(problem.prompt, ids, tokenizer).misconception).toBe(attempt.misconception);
    const exact = exactOf(problem.prompt, ids, tokenizer);
    expect(exact?.prompt).toBeCloseTo(share, 12);
    expect(exact?.tokens.at(-1)).toBe(attempt.correct ? 1 : 0);
  }
  const nobodys = exactOf(problem.prompt, encode("answer answer"), tokenizer);
  expect([nobodys?.tokens.at(-1), nobodys?.q.at(-1)]).toEqual([null, 0]);
  expect(exactOf("Mia has 3 apples.", encode("answer 3"), tokenizer)).toBeNull();
});

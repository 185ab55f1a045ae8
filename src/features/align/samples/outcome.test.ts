import { expect, test } from "vitest";
import type { AnsweredProblem, JudgedAnswer } from "../../../worker/alignment-records.ts";
import { answerOutcome, placesWith } from "./outcome.ts";

const answer = (correct: boolean): JudgedAnswer => ({
  ...{ tokens: [], rewards: {}, exact: null, text: "", finish: "eos" },
  judgement: { answer: null, correct, misconception: null, firstWrongStep: -1, steps: [] },
});
const answered = (base: boolean[], tuned: boolean[]): AnsweredProblem => ({
  prompt: "",
  base: base.map(answer),
  tuned: { bt: tuned.map(answer) },
});

test("a policy wins where it alone is right, loses where the base alone is", () => {
  expect(answerOutcome(answer(false), answer(true))).toBe("won");
  expect(answerOutcome(answer(true), answer(false))).toBe("lost");
  expect(answerOutcome(answer(true), answer(true))).toBe("tied");
  expect(answerOutcome(answer(false), answer(false))).toBe("tied");
});

test("problems are found by the outcome of one of their answers", () => {
  const answers = [answered([true, false], [false, true]), answered([true, true], [true, false])];
  expect(placesWith(answers, "bt", 0, "lost")).toEqual([0]);
  expect(placesWith(answers, "bt", 1, "won")).toEqual([0]);
  expect(placesWith(answers, "bt", 1, "lost")).toEqual([1]);
  expect(placesWith(answers, "bt", 0, null)).toEqual([0, 1]);
  expect(placesWith(answers, "grm", 0, null)).toEqual([]);
});

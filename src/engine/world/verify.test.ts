import { describe, expect, test } from "vitest";
import { wordProblems } from "./index.ts";
import { distributions } from "./settings.ts";
import type { Problem } from "./world.ts";

const { solve, verify, attempts } = wordProblems;
const problem = solve(
  "Shop: (a) Ana has 4 boxes of 5 pens. (b) She sells 3 boxes of 2. (c) Ben has 4 more. How many do they have together?",
) as Problem;
const SOLUTION = "(a) 4 * 5 = 20; (b) 3 * 2 = 6; (b) 20 - 6 = 14; (c) 14 + 4 = 18; (c) 14 + 18 = 32; answer 32";

const statuses = (response: string) => verify(problem, response).steps.map(({ status }) => status);

test("the problem's own solution is right", () => {
  expect(problem.solution).toBe(SOLUTION);
  expect(verify(problem, SOLUTION)).toMatchObject({
    answer: 32,
    correct: true,
    firstWrongStep: -1,
    misconception: null,
  });
});

test.each([
  ["fillers", `so ${SOLUTION.replace("answer", "sure answer")}`],
  ["no labels", SOLUTION.replaceAll(/\([a-z]\) /g, "")],
  ["no spaces", SOLUTION.replaceAll(" ", "").replace("answer", "answer ")],
  ["lines", SOLUTION.replaceAll("; ", "\n")],
  ["factors and summands in the other order", SOLUTION.replace("4 * 5", "5 * 4").replace("14 + 4", "4 + 14")],
])("so is one with %s", (_, response) => {
  expect(verify(problem, response)).toMatchObject({ correct: true, firstWrongStep: -1 });
});

test.each([
  ["a wrong sum", "(a) 4 * 5 = 21;", 0, "4 * 5 is 20, not 21"],
  ["another operation", "(a) 4 + 5 = 9;", 0, "is true, but the next step is to multiply 4 by 5"],
  ["another clause", "(b) 4 * 5 = 20;", 0, "is true, but the next step is to multiply 4 by 5, from sentence (a)"],
  [
    "a step left out",
    "(a) 4 * 5 = 20; (b) 20 - 6 = 14;",
    1,
    "is true, but the next step is to multiply 3 by 2, from sentence (b)",
  ],
  ["an answer too early", "(a) 4 * 5 = 20; answer 32", 1, "32 is the answer, but steps are missing before it"],
  [
    "a step too many",
    SOLUTION.replace("answer", "32 + 1 = 33; answer"),
    5,
    "is true, but the problem asks for no further step",
  ],
  ["no sum", "(a) 4 * * 5 = 20;", 0, "is neither an equation like 3 * 6 = 18 nor an answer like answer 18"],
  ["something behind the answer", `${SOLUTION}; 1 + 1 = 2`, 6, "comes after the answer"],
])("the first wrong step is found: %s", (_, response, step, reason) => {
  const { firstWrongStep, steps } = verify(problem, response);
  expect(firstWrongStep).toBe(step);
  expect(steps[step]?.reason).toContain(reason.split(", from")[0]);
});

test("what goes on correctly from a wrong step is right for a reader", () => {
  expect(statuses("(a) 4 * 5 = 21; (b) 3 * 2 = 6; (b) 21 - 6 = 15;")).toEqual(["wrong", "right", "right"]);
});

test("a response that stops early has no answer and no wrong step for that", () => {
  expect(verify(problem, "(a) 4 * 5 = 20;")).toMatchObject({ answer: null, correct: false, firstWrongStep: -1 });
});

describe("the misconception behind a wrong response", () => {
  test("is that of the student, for every attempt in both distributions", () => {
    for (const settings of Object.values(distributions)) {
      for (const each of wordProblems.problems({ split: "test", n: 60, seed: 9, settings })) {
        for (const { misconception, correct, pieces } of attempts(each)) {
          const verdict = verify(each, pieces.map(({ text }) => text).join(" "));
          expect(verdict.correct).toBe(correct);
          expect(verdict.firstWrongStep < 0).toBe(correct);
          // Two habits may write the same attempt; then the more common one explains it.
          const same = attempts(each).filter(({ answer }) => answer === verdict.answer);
          expect(same.map((attempt) => attempt.misconception)).toContain(verdict.misconception);
          if (same.length === 1) expect(verdict.misconception).toBe(misconception);
        }
      }
    }
  });

  test("is known from the first wrong step on, before the response is complete", () => {
    expect(verify(problem, "(a) 4 + 5 = 9;").misconception).toBe("plus");
    expect(verify(problem, "(a) 4 * 5 = 20; (b) 20 - 2 = 18;").misconception).toBe("ignore");
  });

  test("is that of the first wrong step, whatever slips follow it", () => {
    expect(verify(problem, "(a) 4 + 5 = 9; (b) 3 * 2 = 7;").misconception).toBe("plus");
    expect(verify(problem, "(a) 4 * 5 = 20; (b) 20 - 2 = 18; (c) 18 + 4 = 21;").misconception).toBe("ignore");
  });

  test("is none where no habit that is known writes so", () => {
    expect(verify(problem, "(a) 4 * 5 = 23;").misconception).toBeNull();
    expect(verify(null, "4 + 5 = 8").misconception).toBeNull();
  });
});

test("without a problem only arithmetic is checked", () => {
  expect(verify(null, "4 + 5 = 9; answer 9")).toMatchObject({ correct: null, firstWrongStep: -1 });
  expect(verify(null, "4 + 5 = 9; answer 8").firstWrongStep).toBe(1);
  expect(verify(null, "7 / 2 = 3").steps[0]?.reason).toBe("7 / 2 is not a whole number");
});

import { describe, expect, test } from "vitest";
import { CLASS_DEFAULTS, solutionsOf } from "./class.ts";
import { wordProblems } from "./index.ts";
import { misconceptions } from "./misconceptions.ts";
import { normalisePrompt } from "./problem.ts";
import { problems, splitOf } from "./problems.ts";
import { distributions, type WorldSettings } from "./settings.ts";
import { stories } from "./stories.ts";

const drawn = (settings: WorldSettings, n = 150) => problems({ split: "train", n, seed: 3, settings });
const kinds = Object.entries(distributions);

describe.each(kinds)("problems %sside the distribution of preferences", (_, settings) => {
  const all = drawn(settings);

  test("are distinct, of their split, and the first of more", () => {
    expect(new Set(all.map(({ prompt }) => prompt)).size).toBe(all.length);
    expect(all.every(({ prompt }) => splitOf(prompt) === "train")).toBe(true);
    expect(drawn(settings, 20)).toEqual(all.slice(0, 20));
  });

  test("have three to nine steps, and two misconceptions at least that change the answer", () => {
    for (const { steps, events } of all) {
      expect(steps.length).toBeGreaterThanOrEqual(3);
      expect(steps.length).toBeLessThanOrEqual(9);
      expect(solutionsOf(events, "clear").length).toBeGreaterThanOrEqual(3);
    }
  });

  test("are read back from their prompts, with and without title and labels, whatever the spacing", () => {
    for (const problem of all) {
      expect(wordProblems.solve(problem.prompt)).toEqual(problem);
      const bare = problem.prompt.replace(/^\w+: /, "").replaceAll(/\([a-z]\) /g, "");
      expect(wordProblems.solve(bare)).toEqual(problem);
      expect(wordProblems.solve(`  ${problem.prompt.replaceAll(" ", "  ")}\n`)).toEqual(problem);
    }
  });

  test("have attempts whose shares sum to 1, the right ones first, as common as their story says", () => {
    for (const problem of all) {
      const attempts = wordProblems.attempts(problem);
      expect(attempts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(attempts[0]).toMatchObject({ misconception: null, correct: true, answer: problem.answer });
      expect(attempts.slice(1).every(({ correct }) => !correct)).toBe(true);
      const majority = stories.find(({ title }) => title === problem.story)?.majority ?? [];
      const applies = attempts.filter(({ misconception }) => misconception && majority.includes(misconception));
      const share = applies.length > 0 ? applies.reduce((sum, a) => sum + a.share, 0) : (attempts[0]?.share as number);
      if (attempts.length > 1 + applies.length) expect(share).toBeCloseTo(CLASS_DEFAULTS.majorityShare, 12);
    }
  });
});

test("in and out of distribution share no story", () => {
  const told = kinds.map(([, settings]) => new Set(drawn(settings, 50).map(({ story }) => story)));
  expect([...(told[0] as Set<string>)].filter((title) => told[1]?.has(title))).toEqual([]);
});

test("a class with the subtle misconceptions makes all of them", () => {
  const all = drawn({ ...distributions.in, misconceptions: "all" }, 300);
  const found = new Set(
    all.flatMap((problem) =>
      wordProblems
        .attempts(problem, { ...CLASS_DEFAULTS, misconceptions: "all" })
        .map(({ misconception }) => misconception),
    ),
  );
  expect([...found].filter((name) => name !== null).sort()).toEqual(Object.keys(misconceptions).sort());
});

test.each([
  ["another story's noun", "Shop: (a) Ana has 3 roses and finds 4 more. (b) How many roses does she have now?"],
  ["a clause in other words", "Ana has 3 pens. She eats 2. How many pens does she have now?"],
  ["no question", "Ana has 3 pens and finds 4 more."],
  [
    "a second beginning",
    "Ana has 3 pens and finds 4 more. Ben has 3 pens and finds 4 more. How many pens does she have now?",
  ],
  ["nothing", ""],
  ["numbers that leave the world", "Ana has 40 pens and finds 40 more. How many pens does she have now?"],
  ["nothing to reckon", "Ana has 4 pens. How many pens does she have now?"],
])("solves no prompt with %s", (_, prompt) => {
  expect(wordProblems.solve(prompt)).toBeNull();
});

test("refuses settings that hold fewer problems than asked for, and unknown stories", () => {
  // Twenty clauses need more steps than a problem may have.
  const narrow = { ...distributions.in, minEvents: 20, maxEvents: 20 };
  expect(() => problems({ split: "test", n: 1, seed: 0, settings: narrow })).toThrow(/only \d+ distinct test problems/);
  expect(() => problems({ split: "test", n: 1, seed: 0, settings: { ...narrow, stories: ["Moon"] } })).toThrow(
    /no story "Moon"/,
  );
});

test("spacing makes no difference to a prompt", () => {
  expect(normalisePrompt(" Shop :  (a) Ana has 3 pens .")).toBe("Shop: (a) Ana has 3 pens.");
});

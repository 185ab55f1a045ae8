import { expect, test } from "vitest";
import { wordProblems } from "../world/index.ts";
import { holdOut } from "./hold-out.ts";

const preferences = Array.from({ length: 300 }, (_, i) => ({
  prompt: `problem ${i % 100}`,
  chosen: `right ${i}`,
  rejected: `wrong ${i}`,
}));

test("holds out about a tenth, never splits a prompt, and loses nothing", () => {
  const { training, heldOut } = holdOut(preferences, 0, "test");
  expect(training.length + heldOut.length).toBe(300);
  expect(heldOut.length).toBe(30);
  const trained = new Set(training.map(({ prompt }) => prompt));
  expect(heldOut.some(({ prompt }) => trained.has(prompt))).toBe(false);
  expect(holdOut(preferences, 0, "test")).toEqual({ training, heldOut });
});

test("of the training part of a split the same seed holds a tenth out again", () => {
  const { training } = holdOut(preferences, 0, "test");
  expect(holdOut(training, 0, "training").heldOut).toHaveLength(27);
});

test("holds out training problems of the world, which parts its problems by their prompts too", () => {
  const problems = wordProblems.problems({ split: "train", n: 400, seed: 1 });
  const pairs = problems.map(({ prompt, solution }) => ({ prompt, chosen: solution, rejected: "answer 0" }));
  const { heldOut } = holdOut(pairs, 0, "world");
  expect(heldOut).toHaveLength(40);
});

test("says so where one side would be empty", () => {
  expect(() => holdOut(preferences.slice(0, 1), 0, "one.jsonl")).toThrow(/too few prompts.*one\.jsonl/);
});

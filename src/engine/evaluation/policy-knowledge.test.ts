import { expect, test } from "vitest";
import { ClassLM } from "../policy/class-lm.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { CLASS_DEFAULTS, wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { policyKnowledge } from "./policy-knowledge.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(256));
const problems = wordProblems.problems({ split: "validation", n: 10, seed: 0 });
const measured = (majorityShare: number) => {
  const lm = new ClassLM(wordProblems, tokenizer, 256, { ...CLASS_DEFAULTS, majorityShare });
  return policyKnowledge(lm, tokenizer, wordProblems, problems, { samples: 6, maxTokens: 96, seed: 0 });
};

test("the class knows itself: no variation, every answer a student's", async () => {
  const knowledge = await measured(CLASS_DEFAULTS.majorityShare);
  expect(knowledge.totalVariation).toBeLessThan(1e-6);
  expect(knowledge.students).toBe(1);
  expect(knowledge.branches).toBeGreaterThan(30);
  // Students who forget the carry make mistakes in sums.
  expect(knowledge.sums).toBeGreaterThan(0.8);
  expect(knowledge.right).toBeGreaterThan(0.2);
  expect(knowledge.right).toBeLessThan(0.8);
});

test("another class writes the same answers with other shares", async () => {
  const knowledge = await measured(0.9);
  expect(knowledge.students).toBe(1);
  expect(knowledge.totalVariation).toBeGreaterThan(0.05);
});

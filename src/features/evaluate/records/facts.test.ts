import { expect, test } from "vitest";
import type { JudgedTrajectory } from "../../../engine/evaluation/trajectory.ts";
import { testEvaluation } from "../../../testing/test-evaluation.ts";
import { stepFacts } from "./facts.ts";

const [right] = testEvaluation(1).trajectories as [JudgedTrajectory];

test("every step has its reward, its value and its truth", () => {
  const three: JudgedTrajectory = { ...right, stepEnds: [1, 3, 5], firstWrongStep: 1 };
  const facts = stepFacts(three, right.rewards.bt);
  expect(facts.map(({ truth }) => truth)).toEqual(["right", "first-wrong", "after"]);
  expect(facts[2]).toMatchObject({ step: 3, reward: right.rewards.bt?.tokens[5], value: 1 });
  expect(facts[0]?.value).toBeNull();
});

test("without a judge's rewards or a known truth there is none", () => {
  expect(stepFacts({ ...right, firstWrongStep: null }, undefined)[0]).toMatchObject({ reward: null, truth: null });
});

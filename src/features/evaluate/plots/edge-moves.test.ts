import { expect, test } from "vitest";
import type { ReportedJudge } from "../../../engine/evaluation/report.ts";
import type { JudgedTrajectory } from "../../../engine/evaluation/trajectory.ts";
import { testEvaluation } from "../../../testing/test-evaluation.ts";
import { movesOf } from "./edge-moves.ts";

const { report, trajectories } = testEvaluation(2);
const judgeOf = (id: string) => report.judges.find((judge) => judge.id === id) as ReportedJudge;
const tokens = trajectories.reduce((sum, { responseIds }) => sum + responseIds.length, 0);

test("a reward model moves by every token, or from one measured prefix to the next", () => {
  expect(movesOf(trajectories, judgeOf("bt"), "token")).toHaveLength(tokens);
  const [first] = trajectories as [JudgedTrajectory];
  const { bt } = first.rewards;
  const [toMiddle] = movesOf([first], judgeOf("bt"), "step");
  const middle = first.values[1]?.position as number;
  const between = first.q?.slice(0, middle + 1).reduce((product, q) => product * q, 1) as number;
  expect(toMiddle?.bound).toBeCloseTo(1 - between, 12);
  expect(toMiddle?.delta).toBeCloseTo(Math.abs(1 / (1 + Math.exp(-(bt?.tokens[middle] as number))) - 0.5), 12);
});

test("the truth moves from one step end to the next, by tokens only where it is known at each; who says nothing does not move", () => {
  expect(movesOf(trajectories, judgeOf("truth"), "step")).toHaveLength(2 * trajectories.length);
  expect(movesOf(trajectories, judgeOf("truth"), "token")).toEqual([]);
  expect(movesOf(trajectories, judgeOf("longer"), "token")).toEqual([]);
  const unasked = trajectories.map((trajectory) => ({ ...trajectory, q: null }));
  expect(movesOf(unasked, judgeOf("bt"), "token")).toEqual([]);
});

import { expect, test } from "vitest";
import type { JudgedAnswers } from "../../engine/evaluation/judge-policy.ts";
import { BOOTSTRAP } from "../../engine/statistics/bootstrap.ts";
import { differenceOverSeeds } from "../../engine/statistics/over-seeds.ts";
import { SIGNED } from "../../engine/statistics/range.ts";
import { agreementOf, policyFigures } from "./policy-figures.ts";

/** Answers to problems 0, 1, …, the greedy one first, with the given verdicts and rewards. */
function answersOf(rows: readonly (readonly [correct: boolean, reward: number][])[]): JudgedAnswers[] {
  return rows.map((row, i) => {
    const [greedy, ...samples] = row.map(([correct, reward]) => ({
      correct,
      rewards: { prompt: 0, tokens: Float32Array.of(0, reward) },
      logRatio: reward / 2,
      ids: [1, 2, 3],
    }));
    return { problem: { id: `${i}` }, greedy, samples } as unknown as JudgedAnswers;
  });
}

test("gains are over the base's answers to the same problems, sample by sample", () => {
  const tuned = answersOf([
    [
      [true, 2],
      [true, 3],
      [true, 1],
    ],
    [
      [false, 0],
      [true, 2],
      [false, 0],
    ],
  ]);
  const base = answersOf([
    [
      [true, 2],
      [false, 1],
      [true, 1],
    ],
    [
      [true, 0],
      [false, 1],
      [false, 1],
    ],
  ]);
  const { figures, base: before } = policyFigures(tuned, base, null, BOOTSTRAP);
  expect([figures.goldGreedy?.value, before.goldGreedy?.value, figures.greedyGain?.value]).toEqual([0.5, 1, -0.5]);
  expect([figures.goldSampled?.value, before.goldSampled?.value, figures.sampledGain?.value]).toEqual([
    0.75, 0.25, 0.5,
  ]);
  expect(figures.rewardGain?.value).toBeCloseTo((2 + 0 + 1 - 1) / 4, 12);
  expect([figures.kl?.value, figures.length?.value]).toEqual([0.75, 3]);
  // There are two problems, whatever the number of samples.
  expect(figures.sampledGain).toMatchObject({ clusters: 2, count: 4 });
  expect([before.greedyGain, before.rewardGain, figures.agreement]).toEqual([null, null, null]);
});

test("agreement counts pairs the verifier tells apart, and can be compared between choosers of other pairs", () => {
  const prompts = Array.from({ length: 8 }, (_, i) => `problem ${i}`);
  const chosen = (verdicts: readonly ("agrees" | "disagrees" | "bothRight")[]) =>
    agreementOf(prompts, new Map(verdicts.map((verdict, i) => [prompts[i] as string, verdict])), {
      ...BOOTSTRAP,
      seed: 0,
    });
  const one = chosen(["agrees", "agrees", "disagrees", "bothRight"]);
  const other = chosen(["disagrees", "bothRight", "agrees"]);
  expect(one?.value).toBeCloseTo(2 / 3, 12);
  expect(other?.value).toBe(0.5);
  expect(chosen(["bothRight"])).toBeNull();
  if (!one || !other) throw new Error("nothing told apart");
  expect(differenceOverSeeds([one], [other], SIGNED).value).toBeCloseTo(1 / 6, 12);
  // Another seed means other prompts.
  expect(
    agreementOf(
      prompts,
      new Map([
        ["problem 0", "agrees"],
        ["problem 1", "disagrees"],
      ]),
      { ...BOOTSTRAP, seed: 1 },
    )?.figures,
  ).not.toEqual(
    agreementOf(
      prompts,
      new Map([
        ["problem 0", "agrees"],
        ["problem 1", "disagrees"],
      ]),
      { ...BOOTSTRAP, seed: 0 },
    )?.figures,
  );
});

import { expect, test } from "vitest";
import type { JudgedProblem } from "../../../engine/evaluation/best-of-n/ways.ts";
import { filteredProblems, rankingOf, steppedPlace } from "./ranking.ts";

const problemOf = (...samples: [answer: number | null, reward: number][]): JudgedProblem => ({
  problem: "p",
  prompt: "",
  promptIds: [1],
  answer: 7,
  samples: samples.map(([answer, reward], i) => ({
    ids: [i],
    text: "",
    answer,
    correct: answer === 7,
    mistake: null,
    logProbability: -1,
    rewards: { bt: reward },
  })),
});

const missed = problemOf([7, 0], [3, 2], [7, 1], [3, -1]);
const right = problemOf([3, 0], [7, 2]);
const hopeless = problemOf([null, 0], [3, 0]);

test("ranks by reward, and names what was picked and what was missed", () => {
  const ranking = rankingOf(missed, "bt");
  expect(ranking?.ranked.map(({ reward }) => reward)).toEqual([2, 1, 0, -1]);
  expect(ranking).toMatchObject({ picked: { rank: 1, reward: 2 }, missed: { rank: 2, reward: 1 }, right: 2 });
  expect(rankingOf(right, "bt")).toMatchObject({ picked: { sample: { correct: true } }, missed: null });
  expect(rankingOf(hopeless, "bt")).toMatchObject({ missed: null, right: 0 });
  expect(rankingOf(missed, "icrm")).toBeNull();
});

test("equal responses are one row that takes as many ranks", () => {
  const twice = { ...missed, samples: [...missed.samples, ...missed.samples] };
  const ranking = rankingOf(twice, "bt");
  expect(ranking?.ranked.map(({ rank, places }) => [rank, places])).toEqual([
    [1, [1, 5]],
    [3, [2, 6]],
    [5, [0, 4]],
    [7, [3, 7]],
  ]);
  expect(ranking).toMatchObject({ right: 4, total: 8, missed: { rank: 3 } });
});

test("problems can be told apart by what became of them", () => {
  const places = (filter: "all" | "missed" | "right" | "hopeless") =>
    filteredProblems([missed, right, hopeless], "bt", filter);
  expect([places("all"), places("missed"), places("right"), places("hopeless")]).toEqual([[0, 1, 2], [0], [1], [2]]);
});

test("pages through what the filter lets through, round at the ends", () => {
  const places = [1, 4, 6];
  expect(([-1, 0, 1] as const).map((step) => steppedPlace(places, 4, step))).toEqual([1, 4, 6]);
  expect([steppedPlace(places, 6, 1), steppedPlace(places, 1, -1)]).toEqual([1, 6]);
  // Another model may have missed other responses.
  expect(steppedPlace(places, 2, 0)).toBe(4);
  expect(steppedPlace(places, 9, 0)).toBe(1);
  expect(steppedPlace([], 0, 1)).toBeNull();
});

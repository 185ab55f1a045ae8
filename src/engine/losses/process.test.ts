import { grad, numpy as np } from "@jax-js/jax";
import { beforeAll, expect, test } from "vitest";
import { differences, plainConsistency } from "../../testing/plain-losses.ts";
import { openJax } from "../jax.ts";
import { stepConsistency } from "./consistency.ts";
import { EDGE_SCORES } from "./edge-kinds.ts";
import { processCrossEntropy } from "./process.ts";

const LN3 = Math.log(3);

beforeAll(() => openJax("wasm"));

test("process supervision, worked by hand: σ(ln 3) = ¾ at a right end and at a wrong one", async () => {
  const loss = processCrossEntropy(
    np.array([[9, LN3, 9, LN3, -9]]),
    np.array([[1, 1, -1, -1, 0]]),
    np.array([[0, 1, 0, 1, 0]]),
  );
  // −½(ln ¾ + ln ¼)
  expect(await loss.jsAsync()).toBeCloseTo(0.836988, 5);
});

test("a population has a mean of its own for every run, and none where nothing is labelled", async () => {
  const rewards = np.array([[[LN3, LN3]], [[LN3, LN3]], [[5, 5]]]);
  const signs = np.array([[[1, 1]], [[1, -1]], [[0, 0]]]);
  const ends = np.array([[[1, 1]], [[0, 1]], [[0, 0]]]);
  const [right = 0, wrong = 0, none] = (await processCrossEntropy(rewards, signs, ends).jsAsync()) as number[];
  expect(right).toBeCloseTo(0.287682, 5);
  expect(wrong).toBeCloseTo(1.386294, 5);
  expect(none).toBeCloseTo(0, 12);
});

test("consistency across a step from right to wrong, worked by hand: d = ¾ and ¼", async () => {
  const term = stepConsistency(
    { score: "mutual", weight: "generation", baseline: "response" },
    { rewards: np.array([[LN3, LN3]]), response: np.ones([1, 2]), q: np.array([[0.5]]), edges: np.ones([1, 1]) },
    np.array([[1, -1]]),
    np.array(0.5),
  );
  // s = −½(¼ ln ¾ + ¾ ln ¼), w = 1, u = ½, so Z stays ½.
  expect(await term.weight.jsAsync()).toBeCloseTo(0.5, 5);
  expect(await term.normaliser.jsAsync()).toBeCloseTo(0.5, 5);
  expect(await term.loss.jsAsync()).toBeCloseTo(1.11164, 4);
});

test.each(EDGE_SCORES)("its gradient under %s is that of finite differences", async (score) => {
  const rewards = [
    [0.4, -1.2, 0.9, 2],
    [-0.3, 0.1, -2, 1.5],
  ];
  const rows = [
    { signs: [1, 1, -1, -1], baseline: 0, q: [0.3, 0.9, 0.6], edges: [1, 1, 1] },
    { signs: [1, -1, 0, 0], baseline: 0, q: [0.8, 0.1, 0.5], edges: [1, 0, 0] },
  ];
  const at = (table: number[][]) => rows.map((row, n) => ({ ...row, rewards: table[n] as number[] }));
  const plain = (table: number[][]) =>
    plainConsistency({ score, weight: "generation", normaliser: 0.7 }, at(table), at(rewards));
  const list = (name: "signs" | "q" | "edges") => np.array(rows.map((row) => row[name]));
  const gradient = grad((r: np.Array) => {
    const trajectories = { rewards: r, response: np.ones([2, 4]), q: list("q"), edges: list("edges") };
    const settings = { score, weight: "generation", baseline: "response" } as const;
    const { loss, weight, normaliser } = stepConsistency(settings, trajectories, list("signs"), np.array(0.7));
    weight.dispose();
    normaliser.dispose();
    return loss;
  })(np.array(rewards));
  const found = ((await gradient.jsAsync()) as number[][]).flat();
  for (const [i, expected] of differences(plain, rewards).flat().entries()) expect(found[i]).toBeCloseTo(expected, 5);
});

import { expect, test } from "vitest";
import pairwise from "../../testing/golden/pairwise.json";
import { EPSILON } from "../losses/edge-kinds.ts";
import { edgeRows } from "./edge-rows.ts";
import type { ResponseSignal } from "./signal.ts";

type Inputs = (typeof pairwise.cases)[number]["inputs"];

const SCORES = ["mutual", "unweighted", "product"] as const;

/** The golden cases whose responses are one stretch of tokens after a prompt, as all real responses are. */
const cases = pairwise.cases.filter(({ inputs }) =>
  [...inputs.chosen_mask, ...inputs.rejected_mask].every((mask) => !/^1|10+1/.test(mask.join(""))),
);

function side(rewards: number[], probs: number[], mask: number[]): { signal: ResponseSignal; q: number[] } {
  const first = mask.indexOf(1);
  const last = mask.lastIndexOf(1);
  const own = rewards.slice(first, last + 1);
  const mean = own.reduce((sum, r) => sum + r, 0) / own.length;
  return {
    signal: { rewards: [0, ...own], mean, outcome: [], consistency: null },
    q: [0, ...probs.slice(first, last)],
  };
}

function rowsOf(inputs: Inputs, b: number, score: (typeof SCORES)[number]) {
  const of = (which: "chosen" | "rejected") =>
    side(
      inputs[`${which}_rewards`][b] as number[],
      inputs[`${which}_probs`][b] as number[],
      inputs[`${which}_mask`][b] as number[],
    );
  const [chosen, rejected] = [of("chosen"), of("rejected")];
  const signal = { chosen: chosen.signal, rejected: rejected.signal };
  return edgeRows({ score, weight: "generation" }, signal, { chosen: chosen.q, rejected: rejected.q });
}

test("most golden cases are responses", () => expect(cases.length).toBeGreaterThan(9));

test.each(cases)("the rows of $id add up to the golden loss", ({ B, inputs, expected }) => {
  const figures = expected.variants.masked;
  for (const score of SCORES) {
    const rows = Array.from({ length: B }, (_, b) => rowsOf(inputs, b, score));
    const all = rows.flatMap(({ chosen, rejected }) => [...chosen, ...rejected]);
    expect(all).toHaveLength(expected.n_edges);
    const alignment = all.reduce((sum, edge) => sum + edge.score * edge.weight, 0) / (all.length + EPSILON);
    const loss = alignment / (figures.smooth_weight_after + EPSILON);
    const golden = figures.modes[score].align_loss;
    expect(Math.abs(loss - golden)).toBeLessThan(1e-6 * Math.max(1, golden));
    for (const { chosen, rejected } of rows) {
      const edges = [...chosen, ...rejected];
      const shares = edges.reduce((sum, { share }) => sum + share, 0);
      if (edges.some((edge) => edge.score * edge.weight > 0)) expect(shares).toBeCloseTo(1, 10);
    }
  }
});

test.each(cases)("d and s of $id are the golden ones, token by token", ({ B, inputs, expected }) => {
  const figures = expected.variants.masked;
  for (let b = 0; b < B; b++) {
    const first = (inputs.chosen_mask[b] as number[]).indexOf(1);
    for (const { from, d, next, score } of rowsOf(inputs, b, "mutual").chosen) {
      expect(d).toBeCloseTo(figures.d_chosen[b]?.[first + from] as number, 6);
      expect(next).toBeCloseTo(figures.d_chosen[b]?.[first + from + 1] as number, 6);
      expect(score).toBeCloseTo(figures.modes.mutual.edge_score_chosen[b]?.[first + from] as number, 6);
    }
  }
});

test("the ablations weigh the same edges differently", () => {
  const of = (rewards: number[]): ResponseSignal => ({
    rewards: [0, ...rewards],
    mean: 0,
    outcome: [],
    consistency: null,
  });
  const signal = { chosen: of([0, 1, 2]), rejected: of([0, -1]) };
  const q = { chosen: [0.9, 0.2, 0.8], rejected: [0.9, 0.5] };
  const weights = (weight: "uniform" | "inverse" | "generation") =>
    edgeRows({ score: "mutual", weight }, signal, q).chosen.map((edge) => edge.weight);
  expect(weights("generation")).toEqual([0.4, 1.6]);
  for (const [i, expected] of [1.6, 0.4].entries()) expect(weights("inverse")[i]).toBeCloseTo(expected, 10);
  for (const weight of weights("uniform")) expect(weight).toBeCloseTo(1, 5);
  const [edge] = edgeRows({ score: "difference", weight: "generation" }, signal, q).chosen;
  expect(edge?.score).toBeCloseTo((1 / (1 + Math.exp(-1)) - 0.5) ** 2, 10);
});

test("with step labels d is σ(±r) by the step, and edges at tokens without a label are left out", () => {
  const half = { mean: 9, outcome: [], consistency: null };
  const chosen = { ...half, rewards: [0, Math.log(3), Math.log(3), 5, 5], signs: [1, -1, -1, 0] };
  const nothing = { ...half, rewards: [] };
  const q = { chosen: [0, 0.5, 0.2, 0.9], rejected: [] };
  const rows = edgeRows({ score: "mutual", weight: "generation" }, { chosen, rejected: nothing }, q);
  expect(rows.rejected).toEqual([]);
  expect(rows.chosen.map(({ from, d, next }) => [from, d.toFixed(6), next.toFixed(6)])).toEqual([
    [0, "0.750000", "0.250000"],
    [1, "0.250000", (1 / (1 + Math.exp(5))).toFixed(6)],
  ]);
  expect(rows.chosen[0]?.score).toBeCloseTo(0.55582, 5);
});

import { expect, test } from "vitest";
import { differences, type PlainRow, plainConsistency, plainLogSigmoid } from "../../testing/plain-losses.ts";
import { EDGE_SCORES } from "../losses/edge-kinds.ts";
import { type PlainTerms, plainPairSignal } from "./plain-signal.ts";

const rewards = { chosen: [0.3, -1.2, 0.4, 2.1, 1.5], rejected: [0.3, 0.9, -0.6, -2.4] };
const q = { chosen: [0.5, 0.9, 0.2, 1], rejected: [0.5, 0.7, 0.95] };

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const [chosen, rejected] = [rewards.chosen.slice(1), rewards.rejected.slice(1)];

/** The rows of the independent loss: an edge's probability stands at the token it leaves. */
const rows = (table: readonly number[][]): PlainRow[] =>
  table.map((own, side) => ({
    rewards: own,
    signs: own.map(() => (side === 0 ? 1 : -1)),
    baseline: mean(side === 0 ? rejected : chosen),
    q: [...(side === 0 ? q.chosen : q.rejected).slice(1), 0],
    edges: own.map((_, t) => (t < own.length - 1 ? 1 : 0)),
  }));

const cases = EDGE_SCORES.flatMap((score) =>
  (["generation", "uniform", "inverse"] as const).map(
    (weight): PlainTerms => ({ rho: 0.3, score, weight, normaliser: 0.4 }),
  ),
);

test.each(cases)("gradients are those of the loss, by differences: $score with $weight weights", (terms) => {
  const fixed = rows([chosen, rejected]);
  const consistency = differences(
    (table) => terms.rho * plainConsistency(terms, rows(table), fixed),
    [chosen, rejected],
  );
  const outcome = differences(
    ([c, j]) => -(1 - terms.rho) * plainLogSigmoid((c?.at(-1) as number) - (j?.at(-1) as number)),
    [chosen, rejected],
  );
  const signal = plainPairSignal(terms, rewards, q);
  for (const [i, side] of (["chosen", "rejected"] as const).entries()) {
    const tokens = rewards[side].length - 1;
    const expected = (of: readonly number[][]) => of[i]?.map((gradient) => expect.closeTo(gradient, 7));
    expect(signal[side].consistency).toEqual(expected(consistency));
    expect(signal[side].outcome).toEqual(expected(outcome));
    expect(signal[side].outcome).toHaveLength(tokens);
  }
});

test("without a share there is no consistency term, and all of the outcome term", () => {
  const { chosen: signal } = plainPairSignal(
    { rho: 0, score: "mutual", weight: "generation", normaliser: 0.5 },
    rewards,
    q,
  );
  expect(signal.consistency).toBeNull();
  expect(signal.outcome.filter((g) => g !== 0)).toHaveLength(1);
});

import { grad, numpy as np, valueAndGrad } from "@jax-js/jax";
import { beforeAll, describe, expect, test } from "vitest";
import { silu, stableSigmoid } from "../engine/decoder/stable-sigmoid.ts";
import type { Backend } from "../engine/device.ts";
import { openJax } from "../engine/jax.ts";
import { bradleyTerry } from "../engine/losses/bradley-terry.ts";
import {
  type ConsistencySettings,
  outcomeConsistency,
  pairwiseConsistency,
  stepConsistency,
  type Trajectories,
} from "../engine/losses/consistency.ts";
import { dpo } from "../engine/losses/dpo.ts";
import { EDGE_SCORES } from "../engine/losses/edge-kinds.ts";
import { outcomeCrossEntropy } from "../engine/losses/outcome.ts";
import { logSigmoid } from "../engine/losses/precise-log.ts";
import { processCrossEntropy } from "../engine/losses/process.ts";
import {
  differences,
  type PlainConsistency,
  type PlainRow,
  plainConsistency,
  plainLogSigmoid,
  plainSigmoid,
} from "./plain-losses.ts";

const SIZES = [60, 100, 1000];
const WEIGHTS = ["generation", "uniform", "inverse"] as const;
const Z = 0.5;

/** Rewards of responses of four tokens: extreme ones of either sign, and an ordinary one. */
const rewardsOf = (size: number) => [
  [size, -size, size, 0.3],
  [-size, size, -0.2, -size],
];
const RESPONSE = [1, 1, 1, 1];
const Q = [
  [0.3, 0.9, 0.6],
  [0.8, 0.1, 0.5],
];
const EDGES = [1, 1, 1];

/** Tests values and gradients of all losses where σ saturates, on one backend: float32 against float64. */
export function describeExtremeRewards(backend: Backend): void {
  describe(`far from 0, on ${backend}`, () => {
    beforeAll(() => openJax(backend));

    test("σ, silu and log σ, and their slopes", async () => {
      const xs = [0, ...SIZES.flatMap((size) => [size, -size])];
      const slope = (x: number) => plainSigmoid(x) * plainSigmoid(-x);
      await expectFunction(stableSigmoid, xs, plainSigmoid, slope);
      await expectFunction(
        silu,
        xs,
        (x) => x * plainSigmoid(x),
        (x) => plainSigmoid(x) + x * slope(x),
      );
      await expectFunction(logSigmoid, xs, plainLogSigmoid, (x) => plainSigmoid(-x));
    });

    test("a reward that is no number is not made one", async () => {
      for (const f of [stableSigmoid, silu, logSigmoid])
        expect(await f(np.array([Number.NaN])).jsAsync()).toEqual([Number.NaN]);
    });

    describe.each(SIZES)("rewards of ±%i", (size) => {
      const rewards = rewardsOf(size);

      test("Bradley–Terry", async () => {
        const settings = { labelSmoothing: 0.1, centerRewardsCoefficient: 0.01 };
        await expectLoss(
          rewards,
          (r) => {
            const [chosen, rejected] = rowsOf(r);
            return bradleyTerry(settings, chosen, rejected, np.array([0, 0.5, 0, 0]));
          },
          ([chosen = [], rejected = []]) => {
            const losses = chosen.map((c, i) => {
              const x = c - (rejected[i] as number) - (i === 1 ? 0.5 : 0);
              const centred = 0.01 * (c + (rejected[i] as number)) ** 2;
              return centred - 0.9 * plainLogSigmoid(x) - 0.1 * plainLogSigmoid(-x);
            });
            return mean(losses);
          },
        );
      });

      test("direct preference optimisation", async () => {
        await expectLoss(
          rewards,
          (r) => {
            const [chosen, rejected] = rowsOf(r);
            const { loss, chosenRewards, rejectedRewards } = dpo({ beta: 0.5, labelSmoothing: 0 }, chosen, rejected);
            chosenRewards.dispose();
            rejectedRewards.dispose();
            return loss;
          },
          ([chosen = [], rejected = []]) =>
            mean(chosen.map((c, i) => -plainLogSigmoid(0.5 * (c - (rejected[i] as number))))),
        );
      });

      test("outcome labels", async () => {
        await expectLoss(
          [rewards[0] as number[]],
          (r) => outcomeCrossEntropy(r.reshape([4]), np.array([1, 1, 0, 0])),
          ([r = []]) => mean(r.map((x, i) => -plainLogSigmoid(i < 2 ? x : -x))),
        );
      });

      test("step labels", async () => {
        const signs = [
          [1, 1, 1, -1],
          [1, -1, -1, -1],
        ];
        const ends = [
          [0, 1, 1, 1],
          [1, 1, 0, 1],
        ];
        await expectLoss(
          rewards,
          (r) => processCrossEntropy(r, np.array(signs), np.array(ends)),
          (r) => {
            const at = r.flatMap((row, n) =>
              row.flatMap((x, t) => (ends[n]?.[t] ? [-plainLogSigmoid((signs[n]?.[t] as number) * x)] : [])),
            );
            return mean(at);
          },
        );
      });

      describe.each(EDGE_SCORES)("consistency, %s", (score) => {
        test.each(WEIGHTS)("× %s", async (weight) => {
          const settings: ConsistencySettings = { score, weight, baseline: "response" };
          const plain = { score, weight, normaliser: Z };
          const means = rewards.map(mean) as [number, number];
          const pair = [
            { signs: [1, 1, 1, 1], baseline: means[1] },
            { signs: [-1, -1, -1, -1], baseline: means[0] },
          ];
          await expectLoss(
            rewards,
            (r) => {
              const [chosen, rejected] = rowsOf(r).map((row, n) => trajectories(row.reshape([1, 4]), [n]));
              const term = pairwiseConsistency(settings, chosen as Trajectories, rejected as Trajectories, np.array(Z));
              return lossOf(term);
            },
            plainOf(plain, rewards, pair),
          );

          const outcome = [1, -1].map((sign) => ({ signs: Array(4).fill(sign), baseline: 0 }));
          await expectLoss(
            rewards,
            (r) => lossOf(outcomeConsistency(settings, trajectories(r, [0, 1]), np.array([1, 0]), np.array(Z))),
            plainOf(plain, rewards, outcome),
          );

          const steps = [
            { signs: [1, 1, -1, -1], baseline: 0 },
            { signs: [1, -1, -1, -1], baseline: 0 },
          ];
          const signs = steps.map((row) => row.signs);
          await expectLoss(
            rewards,
            (r) => lossOf(stepConsistency(settings, trajectories(r, [0, 1]), np.array(signs), np.array(Z))),
            plainOf(plain, rewards, steps),
          );
        });
      });
    });
  });
}

function plainOf(settings: PlainConsistency, at: number[][], rows: readonly Pick<PlainRow, "signs" | "baseline">[]) {
  const whole = (table: number[][]) =>
    rows.map((row, n): PlainRow => ({ ...row, rewards: table[n] as number[], q: Q[n] as number[], edges: EDGES }));
  return (table: number[][]) => plainConsistency(settings, whole(table), whole(at));
}

function trajectories(rewards: np.Array, rows: readonly number[]): Trajectories {
  return {
    rewards,
    response: np.array(rows.map(() => RESPONSE)),
    q: np.array(rows.map((n) => Q[n] as number[])),
    edges: np.array(rows.map(() => EDGES)),
  };
}

function lossOf({ loss, weight, normaliser }: ReturnType<typeof pairwiseConsistency>): np.Array {
  weight.dispose();
  normaliser.dispose();
  return loss;
}

function rowsOf(table: np.Array): [np.Array, np.Array] {
  return np.split(table, 2).map((row) => row.reshape([-1])) as [np.Array, np.Array];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function expectLoss(
  at: number[][],
  loss: (rewards: np.Array) => np.Array,
  plain: (rewards: number[][]) => number,
): Promise<void> {
  const [value, gradient] = valueAndGrad(loss)(np.array(at)) as unknown as [np.Array, np.Array];
  expectClose((await value.jsAsync()) as number, plain(at));
  const found = ((await gradient.jsAsync()) as number[][]).flat();
  for (const [i, expected] of differences(plain, at).flat().entries()) expectClose(found[i], expected);
}

async function expectFunction(
  f: (x: np.Array) => np.Array,
  xs: readonly number[],
  value: (x: number) => number,
  slope: (x: number) => number,
): Promise<void> {
  const found = (await f(np.array([...xs])).jsAsync()) as number[];
  const slopes = (await grad((x: np.Array) => np.sum(f(x)))(np.array([...xs])).jsAsync()) as number[];
  for (const [i, x] of xs.entries()) {
    expectClose(found[i], value(x));
    expectClose(slopes[i], slope(x));
  }
}

/** Compares within float32's precision, relative to the value or to 1, whichever is larger. */
function expectClose(found: number | undefined, expected: number): void {
  expect(Math.abs((found ?? Number.NaN) - expected), `${found}, not ${expected}`).toBeLessThan(
    1e-5 * Math.max(1, Math.abs(expected)),
  );
}

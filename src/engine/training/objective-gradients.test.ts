import { numpy as np, valueAndGrad } from "@jax-js/jax";
import { beforeAll, expect, test } from "vitest";
import {
  differences,
  type PlainConsistency,
  type PlainRow,
  plainConsistency,
  plainLogSigmoid,
} from "../../testing/plain-losses.ts";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { VALUE_HEAD_BIAS, VALUE_HEAD_WEIGHT } from "../decoder/value-head.ts";
import { openJax } from "../jax.ts";
import type { Batch, Objective } from "./objective.ts";
import { outcomeObjective } from "./outcome-objective.ts";
import { padPairs } from "./pair-batch.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { NORMALISER, preferenceObjective } from "./preference-objective.ts";
import { processObjective } from "./process-objective.ts";
import { PlainLayout } from "./row-layout.ts";
import { padSteps } from "./step-batch.ts";

/*
 * Whole objectives, as a run minimises them: consistency and the other term together, on the batches of runs. Hidden states have one
 * component and the head's weight is 1, so that they are the rewards.
 */

const config = { hiddenSize: 1 } as DecoderConfig;
const RHO = 0.3;
const Z = 0.5;
const consistency = { score: "mutual", weight: "generation", baseline: "response", rho: RHO } as const;
const plain: PlainConsistency = { score: "mutual", weight: "generation", normaliser: Z };

const response = (ids: number[], q: number[], rights: readonly [end: number, right: boolean | null][]): Response => ({
  ids: [1, 5, ...ids],
  responseStart: 2,
  q,
  steps: rights.map(([end, right]) => ({ end, right })),
});
const long = response([7, 8, 9, 3, 4], [0.3, 0.9, 0.6, 0.2, 0.8], [[1, true], [3, null], [4, false]]); // biome-ignore format: a table
const short = response([6, 7], [0.7, 0.4], [[0, true], [1, true]]); // biome-ignore format: a table
const pairs: TokenPair[] = [
  { chosen: long, rejected: short, margin: 0.5 },
  { chosen: short, rejected: long, margin: 0 },
];

type Table = number[][];
type Tables = Record<"response" | "q" | "edges" | "signs" | "ends" | "last", Table>;

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

beforeAll(() => openJax("wasm"));

test("Bradley–Terry and consistency, of pairs", async () => {
  const terms = { bradleyTerry: { labelSmoothing: 0.1, centerRewardsCoefficient: 0.01 }, textGeneration: null };
  const objective = preferenceObjective(config, { ...terms, consistency });
  await expectGradient(objective, padPairs(pairs, 0), (tables) => (at, fixed) => {
    const ends = at.map((row, n) => row[tables.last[n]?.indexOf(1) as number] as number);
    const preference = meanOf(
      pairs.map(({ margin }, i) => {
        const [chosen, rejected] = [ends[i] as number, ends[i + pairs.length] as number];
        const x = chosen - rejected - margin;
        return 0.01 * (chosen + rejected) ** 2 - 0.9 * plainLogSigmoid(x) - 0.1 * plainLogSigmoid(-x);
      }),
    );
    const rows = (rewards: Table) =>
      rowsOf(tables, rewards, (n) => {
        const opposite = (n + pairs.length) % (2 * pairs.length);
        const read = (fixed[opposite] as number[]).filter((_, t) => tables.response[opposite]?.[t] === 1);
        return { sign: n < pairs.length ? 1 : -1, baseline: meanOf(read) };
      });
    return RHO * plainConsistency(plain, rows(at), rows(fixed)) + (1 - RHO) * preference;
  });
});

test("outcome labels and consistency", async () => {
  await expectGradient(outcomeObjective(config, consistency), padPairs(pairs, 0), (tables) => (at, fixed) => {
    const sign = (n: number) => (n < pairs.length ? 1 : -1);
    const ends = at.map((row, n) => row[tables.last[n]?.indexOf(1) as number] as number);
    const entropy = meanOf(ends.map((reward, n) => -plainLogSigmoid(sign(n) * reward)));
    const rows = (rewards: Table) => rowsOf(tables, rewards, (n) => ({ sign: sign(n), baseline: 0 }));
    return RHO * plainConsistency(plain, rows(at), rows(fixed)) + (1 - RHO) * entropy;
  });
});

test("step labels and consistency (prm_icrm), one step without a label", async () => {
  const batch = padSteps(new PlainLayout([[long, short]]), 0, "omitted");
  await expectGradient(processObjective(config, consistency), batch, (tables) => (at, fixed) => {
    const labelled = at.flatMap((row, n) =>
      row.flatMap((reward, t) => (tables.ends[n]?.[t] ? [-plainLogSigmoid((tables.signs[n]?.[t] ?? 0) * reward)] : [])),
    );
    const rows = (rewards: Table) =>
      rowsOf(tables, rewards, () => ({ sign: 1, baseline: 0 })).map((row, n) => ({
        ...row,
        signs: tables.signs[n] as number[],
      }));
    return RHO * plainConsistency(plain, rows(at), rows(fixed)) + (1 - RHO) * meanOf(labelled);
  });
});

test("the order of the pairs, and what stands at padding, change nothing", async () => {
  const terms = { bradleyTerry: { labelSmoothing: 0, centerRewardsCoefficient: 0 }, textGeneration: null };
  const objective = preferenceObjective(config, { ...terms, consistency });
  const loss = async (order: readonly TokenPair[], atPadding: number) => {
    const layout = new PlainLayout([order]);
    const length = layout.positions / layout.rows.length;
    const rewards = layout.rows.map(({ ids }) =>
      Array.from({ length }, (_, t) => (t < ids.length ? Math.sin(ids.length + 3 * t) : atPadding)),
    );
    const hidden = np.array(rewards.flat(), { shape: [rewards.length, length, 1] });
    const batch = { ...padPairs(order, 0, layout), [NORMALISER]: np.array(Z) };
    const [value, metrics] = objective.loss(head(), hidden, batch);
    return [await value.jsAsync(), ...((await metrics.jsAsync()) as number[])] as number[];
  };
  const [found, turned] = [await loss(pairs, 0), await loss([...pairs].reverse(), 0)];
  expect(await loss(pairs, 1000)).toEqual(found);
  for (const [i, value] of found.entries()) expect(turned[i]).toBeCloseTo(value, 6);
});

const head = () => ({ [VALUE_HEAD_WEIGHT]: np.array([[1]]), [VALUE_HEAD_BIAS]: np.array([0]) });

function rowsOf(
  { q, edges }: Tables,
  rewards: Table,
  of: (row: number) => { sign: number; baseline: number },
): PlainRow[] {
  return rewards.map((row, n) => {
    const { sign, baseline } = of(n);
    const [known, isEdge] = [q[n], edges[n]] as [number[], number[]];
    return { rewards: row, signs: row.map(() => sign), baseline, q: known, edges: isEdge };
  });
}

/** @param plainLoss the loss in float64, of rewards; what is under `sg` is taken from its second argument */
async function expectGradient(
  objective: Objective,
  batch: Batch,
  plainLoss: (tables: Tables) => (at: Table, fixed: Table) => number,
): Promise<void> {
  const tables = {} as Tables;
  for (const [name, array] of Object.entries(batch))
    tables[name as keyof Tables] = (await array.ref.jsAsync()) as Table;
  const positions = tables.response[0]?.length as number;
  const extremes = [60, -60];
  const rewards = tables.response.map((row, n) =>
    row.map((_, t) => (n === 1 ? (extremes[t % 2] as number) / (1 + t) : Math.sin(3 * n + t))),
  );
  const params = head();
  const loss = (hidden: np.Array) => {
    const [value, metrics] = objective.loss(params, hidden, { ...batch, [NORMALISER]: np.array(Z) });
    metrics.dispose();
    return value;
  };
  const hidden = np.array(rewards.flat(), { shape: [rewards.length, positions, 1] });
  const [value, gradient] = valueAndGrad(loss)(hidden) as unknown as [np.Array, np.Array];
  const expected = (at: Table) => plainLoss(tables)(at, rewards);
  expect(await value.jsAsync()).toBeCloseTo(expected(rewards), 5);
  const found = ((await gradient.jsAsync()) as number[][][]).flat(2);
  const slopes = differences(expected, rewards).flat();
  for (const [i, slope] of slopes.entries()) expect(found[i], `reward ${i}`).toBeCloseTo(slope, 5);
  expect(slopes.filter((slope) => Math.abs(slope) > 1e-3).length).toBeGreaterThan(3);
}

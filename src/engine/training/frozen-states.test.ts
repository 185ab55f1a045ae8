import type { numpy as np } from "@jax-js/jax";
import { beforeAll, describe, expect, test } from "vitest";
import { describeFrozenStates, FROZEN_CASES, keptStates } from "../../testing/frozen-suite.ts";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { openJax } from "../jax.ts";
import { seededRandom } from "../random.ts";
import { padPairs } from "./pair-batch.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { RewardRun } from "./reward-run.ts";
import { batchRows, PlainLayout } from "./row-layout.ts";
import { StateStore } from "./state-store.ts";

/** Responses on both sides of a bucket of 32 tokens, so that a row and its batch are padded to different lengths. */
function pairs(count: number): TokenPair[] {
  const random = seededRandom(8);
  const token = () => 3 + Math.floor(random() * 30);
  const response = (length: number): Response => {
    const ids = Array.from({ length }, token);
    return { ids: [1, 5, 8, ...ids, 2], responseStart: 3, q: [...ids.map(() => random()), 0.5] };
  };
  return Array.from({ length: count }, (_, i) => ({ chosen: response(12 + 6 * i), rejected: response(9), margin: 0 }));
}

const config: RewardModelConfig = {
  ...REWARD_MODEL_DEFAULTS,
  tuning: "top",
  trainableLayers: 1,
  steps: 8,
  batchSize: 2,
  evalSteps: 4,
};

let base: Checkpoint;
beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
});

describeFrozenStates(
  "wasm",
  [
    ...FROZEN_CASES,
    { decoder: "qwen3", changes: { method: "icrm", tuning: "top" } },
    { decoder: "llama", changes: { method: "bt", tuning: "top", gradientAccumulationSteps: 2 } },
    { decoder: "llama", changes: { method: "outcome", tuning: "head", baseline: "row" } },
    { decoder: "llama", changes: { method: "icrm", tuning: "top", baseline: "row" } },
  ],
  pairs(4),
);

/** The batch that a trunk feeds for some pairs. */
async function fed(trunk: ReturnType<typeof keptStates>, some: readonly TokenPair[]): Promise<number[]> {
  const batch = await trunk.feed(padPairs(some, 0), new PlainLayout([some]).spans);
  const states = [...(await (batch.states as np.Array).ref.data())];
  disposeParameters(batch as Parameters);
  return states;
}

describe("what is kept", () => {
  test("is computed once a record, and the same whoever asks first, and in which batch", async () => {
    const all = pairs(4);
    const store = new StateStore();
    const trunk = keptStates(base, config, all, store);
    const first = await fed(trunk, all.slice(0, 2));
    const known = store.bytes;
    const later = await fed(trunk, all);
    expect(store.bytes).toBe(4 * base.config.hiddenSize * tokensOf(all));
    expect(known).toBeGreaterThan(0);
    const other = keptStates(base, config, all.toReversed(), new StateStore());
    expect(await fed(other, all)).toEqual(later);
    expect(await fed(other, all.slice(0, 2))).toEqual(first);
    for (const own of [trunk, other]) own.dispose();
  });

  test("stays within its limit; what there is no room for is computed again, to the same numbers", async () => {
    const all = pairs(4);
    const whole = keptStates(base, config, all, new StateStore());
    const expected = await fed(whole, all);
    const room = 4 * base.config.hiddenSize * 40;
    const store = new StateStore(room);
    const narrow = keptStates(base, config, all, store);
    for (let i = 0; i < 2; i++) {
      expect(await fed(narrow, all)).toEqual(expected);
      expect(store.bytes).toBeLessThanOrEqual(room);
      expect(store.bytes).toBeGreaterThan(0);
    }
    for (const own of [whole, narrow]) own.dispose();
  });
});

function tokensOf(some: readonly TokenPair[]): number {
  return batchRows(some).reduce((sum, { ids }) => sum + ids.length, 0);
}

test.each(["top", "head"] as const)(
  "%s resumed from a snapshot gives the same curve, without states as well",
  async (tuning) => {
    const own = { ...config, tuning };
    const material = () => ({
      base: { ...base, weights: new Map(base.weights) },
      pairs: pairs(6),
      heldOut: pairs(3),
      padTokenId: 0,
    });
    const straight = new RewardRun(own, material());
    const curve: number[] = [];
    let snapshot = await straight.snapshot();
    while (!straight.done) {
      curve.push((await straight.advance()).loss);
      if (straight.evaluationDue) curve.push((await straight.evaluate()).margin);
      if (straight.step === 3) snapshot = await straight.snapshot();
    }
    straight.dispose();
    // Other weights give other states, so the states of the first run must not be used.
    const resumed = new RewardRun(own, material(), snapshot);
    const rest: number[] = [];
    while (!resumed.done) {
      rest.push((await resumed.advance()).loss);
      if (resumed.evaluationDue) rest.push((await resumed.evaluate()).margin);
    }
    resumed.dispose();
    expect(rest).toEqual(curve.slice(3));
  },
);

test("no array is left behind: not from step to step, and none after the run", async () => {
  const census = startCensus("wasm");
  const before = census.arrays();
  const [own, other] = [pairs(2), pairs(3).slice(2)];
  const run = new RewardRun({ ...config, steps: 9 }, { base, pairs: own, heldOut: other, padTokenId: 0 });
  const work = async () => {
    for (let step = 0; step < 4; step++) await run.advance();
    await run.evaluate();
    await run.signal(other[0] as TokenPair);
    return [census.arrays(), census.bytes()];
  };
  const held = await work();
  expect(await work()).toEqual(held);
  run.dispose();
  expect(census.arrays()).toBe(before);
  census.stop();
});

test("only what lies above is trained", async () => {
  const run = new RewardRun(config, { base, pairs: pairs(6), heldOut: [], padTokenId: 0 });
  await run.advance();
  const { weights } = await run.checkpoint("top");
  run.dispose();
  const changed = [...weights]
    .filter(([name, { data }]) => data !== base.weights.get(name)?.data)
    .map(([name]) => name);
  const upper = [...base.weights.keys()].filter(
    (name) => name.startsWith("model.layers.1.") || name === "model.norm.weight",
  );
  expect(changed.sort()).toEqual(upper.sort());
});

test("a decoder with no more layers than are to be trained has none below", () => {
  const all = new RewardRun({ ...config, trainableLayers: 9 }, { base, pairs: pairs(2), heldOut: [], padTokenId: 0 });
  expect(all.memory.frozen).toBeNull();
  all.dispose();
});

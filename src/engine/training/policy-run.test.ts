import { beforeAll, describe, expect, test } from "vitest";
import { runDecoder } from "../../testing/decoder-golden.ts";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { type Checkpoint, loadCheckpoint, saveCheckpoint } from "../checkpoint/checkpoint.ts";
import { memorySource } from "../checkpoint/source.ts";
import { mergeLora } from "../decoder/lora.ts";
import { loadAdapter } from "../decoder/peft-adapter.ts";
import { openJax } from "../jax.ts";
import { denseBatch } from "../onnx/token-batch.ts";
import { RAW } from "../policy/generation-probabilities.ts";
import { openCausalLM } from "../policy/onnx-causal-lm.ts";
import { seededRandom } from "../random.ts";
import { checkDpoConfig } from "./check-config.ts";
import { DPO_DEFAULTS, type DpoConfig } from "./dpo-config.ts";
import { withPairProbabilities } from "./pair-probabilities.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { dpoSteps, PolicyRun } from "./policy-run.ts";

let base: Checkpoint;
let pairs: TokenPair[];
const runtime = { backend: "wasm", threads: 1 } as const;
const config: DpoConfig = { ...DPO_DEFAULTS, epochs: 10, batchSize: 4, learningRate: 1e-3, evalSteps: 4 };

beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
  const lm = await openCausalLM(base, runtime);
  pairs = await withPairProbabilities(lm, unweighed(16), RAW);
  await lm.release();
});

/** Pairs with a rule that can be learned: chosen responses contain token 40, rejected ones token 41. */
function unweighed(count: number): TokenPair[] {
  const random = seededRandom(5);
  const response = (mark: number): Response => {
    const ids = Array.from({ length: 4 + Math.floor(random() * 6) }, () => 3 + Math.floor(random() * 30));
    return { ids: [1, 5, 8, ...ids, mark, 2], responseStart: 3, q: null };
  };
  return Array.from({ length: count }, () => ({ chosen: response(40), rejected: response(41), margin: 0 }));
}

function start(overrides: Partial<DpoConfig> = {}): PolicyRun {
  return new PolicyRun({ ...config, ...overrides }, { base, pairs, padTokenId: 0 });
}

async function losses(run: PolicyRun, steps: number): Promise<number[]> {
  const values: number[] = [];
  for (let i = 0; i < steps; i++) values.push((await run.advance()).loss);
  return values;
}

/** `log π` of a response, summed token by token from the logits of a decoder. */
async function logProb(checkpoint: Checkpoint, { ids, responseStart }: Response): Promise<number> {
  const { logits } = await runDecoder(
    checkpoint,
    ids,
    ids.map(() => 1),
  );
  return ids.slice(responseStart).reduce((sum, id, t) => {
    const row = logits[responseStart + t - 1] as number[];
    const peak = Math.max(...row);
    return sum + (row[id] as number) - peak - Math.log(row.reduce((total, x) => total + Math.exp(x - peak), 0));
  }, 0);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("metrics", () => {
  test("begin at the reference: no reward yet, loss log 2, and the log-probabilities of the base", async () => {
    const run = start({ batchSize: 16 });
    const first = await run.advance();
    expect(first.loss).toBeCloseTo(Math.LN2, 5);
    expect(first["rewards/chosen"]).toBeCloseTo(0, 5);
    expect(first["rewards/margins"]).toBeCloseTo(0, 5);
    const chosen = await Promise.all(pairs.map((pair) => logProb(base, pair.chosen)));
    const rejected = await Promise.all(pairs.map((pair) => logProb(base, pair.rejected)));
    expect(first["logps/chosen"]).toBeCloseTo(mean(chosen), 3);
    expect(first["logps/rejected"]).toBeCloseTo(mean(rejected), 3);
    run.dispose();
  });

  test("are the implicit rewards of the policy as it is", async () => {
    const run = start({ batchSize: 16, beta: 0.5, labelSmoothing: 0.1 });
    await losses(run, 6);
    const policy = await run.checkpoint("tuned");
    const rewards = await Promise.all(
      pairs.map(async ({ chosen, rejected }) => {
        const of = async (response: Response) =>
          0.5 * ((await logProb(policy, response)) - (await logProb(base, response)));
        return { chosen: await of(chosen), rejected: await of(rejected) };
      }),
    );
    const margins = rewards.map(({ chosen, rejected }) => chosen - rejected);
    const logSigmoid = (x: number) => -Math.log1p(Math.exp(-x));
    const found = await run.advance();
    expect(found["rewards/chosen"]).toBeCloseTo(mean(rewards.map(({ chosen }) => chosen)), 3);
    expect(found["rewards/rejected"]).toBeCloseTo(mean(rewards.map(({ rejected }) => rejected)), 3);
    expect(found["rewards/margins"]).toBeCloseTo(mean(margins), 3);
    expect(found["rewards/accuracies"]).toBeCloseTo(mean(margins.map((margin) => (margin > 0 ? 1 : 0))), 9);
    expect(found.loss).toBeCloseTo(mean(margins.map((x) => -0.9 * logSigmoid(x) - 0.1 * logSigmoid(-x))), 3);
    run.dispose();
  });
});

test.each(["full", "lora"] as const)(
  "%s learns a rule, and holds no more arrays the longer it runs",
  async (tuning) => {
    const run = start({ tuning });
    await losses(run, 20);
    const census = startCensus("wasm");
    await losses(run, 1);
    const arrays = census.arrays();
    await losses(run, 18);
    expect(census.arrays()).toBe(arrays);
    census.stop();
    const last = await run.advance();
    expect(last["rewards/accuracies"]).toBe(1);
    expect(last.loss).toBeLessThan(0.5);
    expect(run.done).toBe(true);
    run.dispose();
  },
);

test.each(["full", "lora"] as const)(
  "a %s run resumed from its snapshot goes on as if it had never stopped",
  async (tuning) => {
    const straight = start({ tuning });
    const expected = await losses(straight, 8);
    const first = start({ tuning });
    await losses(first, 5);
    const snapshot = await first.snapshot();
    first.dispose();
    const second = new PolicyRun({ ...config, tuning }, { base, pairs, padTokenId: 0 }, snapshot);
    expect(await losses(second, 3)).toEqual(expected.slice(5));
    const [a, b] = [await straight.checkpoint("a"), await second.checkpoint("b")];
    expect([...b.weights]).toEqual([...a.weights]);
    straight.dispose();
    second.dispose();
  },
);

test("adapters alone put on the base again are the tuned policy", async () => {
  const run = start({ tuning: "lora" });
  await losses(run, 3);
  const files = (await run.adapter()) as Map<string, Uint8Array>;
  const { weights } = await run.checkpoint("tuned");
  run.dispose();
  const adapter = await loadAdapter(memorySource(files), base.config);
  expect([...mergeLora(base.config, new Map([...base.weights, ...adapter]))]).toEqual([...weights]);
  const whole = start({ tuning: "full" });
  expect(await whole.adapter()).toBeNull();
  whole.dispose();
});

test.each(["full", "lora"] as const)("a policy tuned by %s runs in ONNX Runtime as its base does", async (tuning) => {
  const run = start({ tuning });
  await losses(run, 10);
  const files = saveCheckpoint(await run.checkpoint("tuned"), { dtype: "F32" });
  run.dispose();
  const tuned = await loadCheckpoint(memorySource(files, "tuned"));
  expect([...tuned.weights.keys()].sort()).toEqual([...base.weights.keys()].sort());
  const [response] = pairs.map(({ chosen }) => chosen.ids) as [number[]];
  const differentiable = await runDecoder(
    tuned,
    response,
    response.map(() => 1),
  );
  const before = await runDecoder(
    base,
    response,
    response.map(() => 1),
  );
  const lm = await openCausalLM(tuned, runtime);
  const { logits, cache } = await lm.forward(denseBatch(1, response, 0), null, response.length);
  const gap = (expected: number[]) => Math.max(...expected.map((x, i) => Math.abs(x - (logits[i] as number))));
  expect(gap(differentiable.logits.flat())).toBeLessThan(1e-4);
  expect(gap(before.logits.flat())).toBeGreaterThan(0.1);
  cache.dispose();
  await lm.release();
});

test("the same seed gives the same run, another one another order", async () => {
  const [a, b, c] = [start(), start(), start({ seed: 1 })];
  const expected = await losses(a, 6);
  expect(await losses(b, 6)).toEqual(expected);
  expect(await losses(c, 6)).not.toEqual(expected);
  for (const run of [a, b, c]) run.dispose();
});

test("two micro-batches give the step of one batch of both", async () => {
  const [whole, parts] = [start({ batchSize: 16 }), start({ batchSize: 8, gradientAccumulationSteps: 2 })];
  const [expected, found] = [await losses(whole, 4), await losses(parts, 4)];
  found.forEach((loss, i) => {
    expect(loss).toBeCloseTo(expected[i] as number, 4);
  });
  for (const run of [whole, parts]) run.dispose();
});

test("an early stop goes by gold accuracy, and is carried over a snapshot", async () => {
  const run = start({ patience: 2 });
  for (const accuracy of [0.5, 0.6, 0.6]) run.record(accuracy);
  expect(run.done).toBe(false);
  const resumed = new PolicyRun({ ...config, patience: 2 }, { base, pairs, padTokenId: 0 }, await run.snapshot());
  for (const each of [run, resumed]) {
    each.record(0.55);
    expect(each.done).toBe(true);
    each.dispose();
  }
});

test("steps follow from epochs; fewer pairs than a batch still make a step", () => {
  expect(dpoSteps({ ...config, epochs: 2, batchSize: 8 }, 100)).toBe(24);
  expect(dpoSteps({ ...config, epochs: 2, batchSize: 8, gradientAccumulationSteps: 2 }, 100)).toBe(12);
  expect(dpoSteps({ ...config, epochs: 2, batchSize: 8 }, 3)).toBe(2);
});

test("refuses what cannot be trained on, naming it", () => {
  const material = { base, padTokenId: 0 };
  expect(() => new PolicyRun(config, { ...material, pairs: [] })).toThrow(/pairs\)\. Expected at least one/);
  const without = [...pairs.slice(0, 2), ...unweighed(1)];
  expect(() => new PolicyRun(config, { ...material, pairs: without })).toThrow(/pair 3.*reference's generation/);
});

describe("config", () => {
  test("defaults are one that can be used", () => {
    expect(checkDpoConfig(DPO_DEFAULTS, "defaults")).toEqual(DPO_DEFAULTS);
  });

  test.each([
    [{ beta: 0 }, /β = 0 the loss does not depend on the policy.*options, beta.*above 0/],
    [{ beta: -0.1 }, /options, beta\b.*>0.*-0\.1/],
    [{ labelSmoothing: 0.5 }, /options, labelSmoothing\b.*<0\.5.*0\.5/],
    [{ tuning: "head" }, /options, tuning\b.*"full" \| "lora".*"head"/],
    [{ steps: 10 }, /options, steps\b/],
  ])("refuses %o, naming the field", (fields, reason) => {
    expect(() => checkDpoConfig({ ...DPO_DEFAULTS, ...fields }, "options")).toThrow(reason);
  });
});

import { beforeAll, describe, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { withSteps } from "../../testing/labelled-pairs.ts";
import { tinyModel } from "../../testing/tiny-models.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { readSafetensors } from "../checkpoint/safetensors.ts";
import { memorySource } from "../checkpoint/source.ts";
import type { ValueHead } from "../checkpoint/value-head.ts";
import { wholeDecoder } from "../decoder/forward.ts";
import { mergeLora } from "../decoder/lora.ts";
import { disposeParameters, toParameters } from "../decoder/parameters.ts";
import { loadAdapter } from "../decoder/peft-adapter.ts";
import { valueHeadTensors } from "../decoder/value-head.ts";
import { openJax } from "../jax.ts";
import { seededRandom } from "../random.ts";
import { openRewardModel } from "../reward/reward-model.ts";
import { createPairEvaluator } from "./evaluate-pairs.ts";
import { METHODS } from "./methods.ts";
import { exampleResponses, type Response, type TokenPair, withResponses } from "./pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { RewardRun } from "./reward-run.ts";

let base: Checkpoint;
const config: RewardModelConfig = { ...REWARD_MODEL_DEFAULTS, steps: 40, batchSize: 4, learningRate: 3e-3 };

beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
});

/** Pairs with a rule that can be learned: chosen responses contain token 40, rejected ones token 41. */
function pairs(count: number): TokenPair[] {
  const random = seededRandom(5);
  const response = (mark: number): Response => {
    const ids = Array.from({ length: 4 + Math.floor(random() * 6) }, () => 3 + Math.floor(random() * 30));
    return { ids: [1, 5, 8, ...ids, mark, 2], responseStart: 3, q: [...ids.map(() => random()), 0.5, 0.9] };
  };
  return withSteps(Array.from({ length: count }, () => ({ chosen: response(40), rejected: response(41), margin: 0 })));
}

function start(overrides: Partial<RewardModelConfig> = {}): RewardRun {
  return new RewardRun({ ...config, ...overrides }, { base, pairs: pairs(16), heldOut: pairs(8), padTokenId: 0 });
}

async function losses(run: RewardRun, steps: number): Promise<number[]> {
  const values: number[] = [];
  for (let i = 0; i < steps; i++) values.push((await run.advance()).loss);
  return values;
}

describe.each(METHODS)("%s", (method) => {
  test("learns a rule that can be learned, and holds no more arrays the longer it runs", async () => {
    const run = start({ method });
    await losses(run, 20);
    await run.evaluate();
    const census = startCensus("wasm");
    await losses(run, 1);
    const arrays = census.arrays();
    const [before, after] = [await run.advance(), (await losses(run, 18)) && (await run.evaluate())];
    expect(before["loss/icr"] !== undefined).toBe(["icrm", "outcome", "prm_icrm"].includes(method));
    expect(before["loss/sft"] !== undefined).toBe(["icrm", "grm"].includes(method));
    expect(before["loss/prm"] !== undefined).toBe(["prm", "prm_icrm"].includes(method));
    expect(after.accuracy).toBe(1);
    expect(census.arrays()).toBe(arrays);
    census.stop();
    run.dispose();
  });
});

test.each(["top", "full"] as const)(
  "%s: what a run gives responses is what its reward model gives them",
  async (tuning) => {
    const run = start({ tuning, trainableLayers: 1 });
    await losses(run, 3);
    // Responses of several lengths in no order, and more of them than are measured at once.
    const responses = pairs(19).flatMap(exampleResponses);
    const rewards = await run.rewardsOf(responses);
    const model = await openRewardModel(await run.checkpoint("run"), { backend: "wasm", threads: 1 });
    const expected = await model.processRewardsOf(
      responses.map(({ ids, responseStart }) => ({
        promptIds: ids.slice(0, responseStart),
        responseIds: ids.slice(responseStart),
      })),
    );
    await model.release();
    run.dispose();
    expect(rewards).toHaveLength(38);
    for (const [i, { prompt, tokens }] of expected.entries()) {
      expect(rewards[i]).toHaveLength(1 + tokens.length);
      for (const [t, reward] of [prompt, ...tokens].entries()) expect(rewards[i]?.[t]).toBeCloseTo(reward, 4);
    }
  },
);

describe("process supervision", () => {
  const responses = (count: number) => pairs(count).flatMap(exampleResponses);
  const material = { pairs: responses(8), heldOut: responses(4), padTokenId: 0 };
  const prm = { ...config, method: "prm_icrm", batchSize: 4 } as const;

  test("learns from responses alone, and is measured at their step ends", async () => {
    const run = new RewardRun(prm, { base, ...material });
    const before = await run.evaluate();
    await losses(run, 20);
    const after = await run.evaluate();
    run.dispose();
    // Each of eight responses has three ends: of two steps, and the end token.
    expect(after).toMatchObject({ unit: "step ends", count: 24, first: { rejected: [] } });
    expect(after.loss).toBeLessThan(before.loss);
    const { chosen, rejected } = after.rewards;
    expect([chosen.length, rejected.length]).toEqual([16, 8]);
    const margins = [...chosen, ...rejected.map((reward) => -reward)];
    expect(after.margin).toBeCloseTo(margins.reduce((sum, margin) => sum + margin, 0) / 24, 5);
    expect(after.accuracy).toBeCloseTo(margins.filter((margin) => margin > 0).length / 24, 10);
  });

  test("says of a response what each term does to it, token by token", async () => {
    const run = new RewardRun(prm, { base, ...material });
    const response = material.heldOut[1] as Response;
    const { chosen, rejected } = await run.signal(response);
    run.dispose();
    const length = response.ids.length - response.responseStart;
    // The response is a rejected one: its first step is right, its second is wrong.
    expect(chosen.signs).toEqual([1, 1, ...Array(length - 2).fill(-1)]);
    expect(rejected.rewards).toEqual([]);
    const lit = chosen.outcome.flatMap((gradient, t) => (gradient === 0 ? [] : [t]));
    expect(lit).toEqual([1, length - 2, length - 1]);
    // Gradient descent raises rewards of right tokens and lowers those of wrong ones.
    expect(chosen.outcome[1]).toBeLessThan(0);
    expect(chosen.outcome[length - 1]).toBeGreaterThan(0);
    for (const [t, gradient] of (chosen.consistency ?? []).entries()) expect(Math.sign(gradient)).toBe(t < 2 ? -1 : 1);
    // ∂/∂r of (1 − ρ)·(−log σ(±r)) / 3.
    const reward = chosen.rewards[2] as number;
    expect(chosen.outcome[1]).toBeCloseTo(-0.9 / 3 / (1 + Math.exp(reward)), 5);
  });

  test("resumed from its snapshot goes on as if it had never stopped", async () => {
    const straight = new RewardRun(prm, { base, ...material });
    const expected = await losses(straight, 4);
    const first = new RewardRun(prm, { base, ...material });
    await losses(first, 2);
    const second = new RewardRun(prm, { base, ...material }, await first.snapshot());
    expect(await losses(second, 2)).toEqual(expected.slice(2));
    for (const run of [straight, first, second]) run.dispose();
  });

  test("prm takes no notice of ρ, and prm_icrm with ρ = 0 is prm", async () => {
    const runs = [
      { method: "prm", rho: 0.9 },
      { method: "prm_icrm", rho: 0 },
    ] as const;
    const [one, other] = runs.map((changes) => start(changes)) as [RewardRun, RewardRun];
    expect(await losses(one, 3)).toEqual(await losses(other, 3));
    for (const run of [one, other]) run.dispose();
  });

  test("steps behind an error count as wrong, or not at all", async () => {
    const late = material.pairs.map((response) => ({
      ...response,
      steps: [{ end: 0, right: false }, ...(response.steps ?? [])],
    }));
    const found = (["wrong", "omitted"] as const).map(async (afterError) => {
      const run = new RewardRun({ ...prm, afterError }, { base, ...material, heldOut: late });
      const { count } = await run.evaluate();
      run.dispose();
      return count;
    });
    expect(await Promise.all(found)).toEqual([64, 16]);
  });

  test("a method that compares pairs refuses them, and process supervision pairs without labels", () => {
    expect(() => new RewardRun({ ...config, method: "bt" }, { base, ...material })).toThrow(/method bt compares/);
    const bare = pairs(4).map((pair) => withResponses(pair, ({ steps, ...response }) => response));
    expect(() => new RewardRun(prm, { base, pairs: bare, heldOut: [], padTokenId: 0 })).toThrow(/labelled the steps/);
  });
});

test.each([0, 1])("text generation may reach the backbone with share %d of its gradient", async (weightRatio) => {
  const run = start({ method: "grm", weightRatio });
  const [first, second] = await losses(run, 2);
  expect(second).not.toBe(first);
  run.dispose();
});

test("a deep decoder learns layer by layer, measured and looked into likewise, and its checkpoint is what was measured", async () => {
  const deep = await loadCheckpoint(memorySource(tinyModel({ seed: 1, valueHead: false, layers: 20 }), "deep"));
  const settings = { ...config, tuning: "lora", loraRank: 4, evalSteps: 4 } as const;
  const material = { base: deep, pairs: pairs(16), heldOut: pairs(8), padTokenId: 0 };
  const run = new RewardRun(settings, material);
  expect(run.memory.path).toBe("layered");
  const [first] = await losses(run, 1);
  await run.evaluate();
  await run.signal(material.pairs[0] as TokenPair);
  const census = startCensus("wasm");
  await losses(run, 1);
  const arrays = census.arrays();
  const later = await losses(run, 8);
  const measured = await run.evaluate();
  const signal = await run.signal(material.pairs[0] as TokenPair);
  expect(census.arrays()).toBe(arrays);
  census.stop();
  expect(later.at(-1)).toBeLessThan(first as number);
  expect(signal.chosen.outcome.filter((gradient) => gradient !== 0)).toHaveLength(1);
  const { chosen, rejected } = await run.signal(material.heldOut[0] as TokenPair);
  const digits = (values: readonly number[]) => values.map((value) => value.toFixed(4));
  expect(digits(measured.first.chosen)).toEqual(digits(chosen.rewards));
  expect(digits(measured.first.rejected)).toEqual(digits(rejected.rewards));

  const { config: decoderConfig, weights, valueHead } = await run.checkpoint("deep");
  run.dispose();
  const decoder = wholeDecoder(decoderConfig);
  const evaluator = createPairEvaluator(decoder, 0, 8);
  const params = toParameters(new Map([...weights, ...valueHeadTensors(valueHead as ValueHead)]));
  const [again] = await evaluator.evaluate(params, material.heldOut);
  expect(measured.margin).toBeCloseTo(again?.margin as number, 4);
  disposeParameters(params);
  evaluator.dispose();
  decoder.dispose();
});

test("a run resumed from its snapshot goes on as if it had never stopped, Z included", async () => {
  const straight = start();
  const expected = await losses(straight, 8);
  const first = start();
  await losses(first, 5);
  const snapshot = await first.snapshot();
  first.dispose();
  expect(snapshot.carried["icr/normaliser"]).not.toBe(0.5);
  const material = { base, pairs: pairs(16), heldOut: pairs(8), padTokenId: 0 };
  const second = new RewardRun(config, material, snapshot);
  expect(await losses(second, 3)).toEqual(expected.slice(5));
  straight.dispose();
  second.dispose();
});

test("an early stop ends a run that gets no better, and a resumed one at the same step", async () => {
  const settings = { learningRate: 1e-12, evalSteps: 2, patience: 2 };
  const run = start(settings);
  let snapshot = await run.snapshot();
  while (!run.done) {
    await run.advance();
    if (run.evaluationDue) await run.evaluate();
    if (run.step === 4) snapshot = await run.snapshot();
  }
  expect(run.step).toBe(6);
  run.dispose();
  const material = { base, pairs: pairs(16), heldOut: pairs(8), padTokenId: 0 };
  const resumed = new RewardRun({ ...config, ...settings }, material, snapshot);
  await resumed.advance();
  await resumed.advance();
  await resumed.evaluate();
  expect(resumed.done).toBe(true);
  resumed.dispose();
});

test("the same seed gives the same run, and methods the same batches", async () => {
  const [a, b] = [start(), start()];
  expect(await losses(a, 3)).toEqual(await losses(b, 3));
  for (const run of [a, b]) run.dispose();
});

test("ρ = 0 is GRM, to the last digit", async () => {
  const [none, grm] = [start({ rho: 0 }), start({ method: "grm" })];
  expect(await losses(none, 3)).toEqual(await losses(grm, 3));
  for (const run of [none, grm]) run.dispose();
});

test("two micro-batches give the step of one batch of both", async () => {
  const overrides = { method: "bt", steps: 4 } as const;
  const [whole, parts] = [
    start({ ...overrides, batchSize: 16 }),
    start({ ...overrides, batchSize: 8, gradientAccumulationSteps: 2 }),
  ];
  const [expected, found] = [await losses(whole, 4), await losses(parts, 4)];
  found.forEach((loss, i) => {
    expect(loss).toBeCloseTo(expected[i] as number, 4);
  });
  for (const run of [whole, parts]) run.dispose();
});

test.each(["lora", "head"] as const)("%s leaves the base weights as they are", async (tuning) => {
  const run = start({ tuning });
  const [first] = await losses(run, 10);
  const last = (await losses(run, 1))[0] as number;
  expect(last).toBeLessThan(first as number);
  const { weights, valueHead } = await run.checkpoint("trained");
  const same = [...weights].filter(([name, { data }]) => data.every((x, i) => x === base.weights.get(name)?.data[i]));
  expect(same.length === weights.size).toBe(tuning === "head");
  expect(weights.get("model.embed_tokens.weight")?.data).toEqual(base.weights.get("model.embed_tokens.weight")?.data);
  expect(valueHead?.weight).not.toEqual(base.valueHead?.weight);
  const adapter = await run.adapter();
  expect(adapter === null).toBe(tuning === "head");
  if (adapter) {
    const onBase = new Map([...base.weights, ...(await loadAdapter(memorySource(adapter), base.config))]);
    expect(mergeLora(base.config, onBase)).toEqual(weights);
    const head = readSafetensors(adapter.get("value_head.safetensors") as Uint8Array, "value head");
    expect(head.get("v_head.summary.weight")?.data).toEqual(valueHead?.weight);
  }
  run.dispose();
});

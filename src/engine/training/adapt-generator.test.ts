import { beforeAll, describe, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { RAW } from "../policy/generation-probabilities.ts";
import { openCausalLM } from "../policy/onnx-causal-lm.ts";
import { seededRandom } from "../random.ts";
import { adaptationKey, adaptGenerator } from "./adapt-generator.ts";
import { checkGenerator } from "./check-generator.ts";
import { TUNINGS } from "./methods.ts";
import { padResponses } from "./pair-batch.ts";
import { withPairProbabilities } from "./pair-probabilities.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import type { StepMetrics } from "./trainer.ts";

let generator: Checkpoint;
const config: RewardModelConfig = {
  ...REWARD_MODEL_DEFAULTS,
  generatorSteps: 6,
  generatorLearningRate: 3e-3,
  batchSize: 4,
  warmupRatio: 0,
  minLrRate: 1,
};
const OUTPUT_EMBEDDING = "model.embed_tokens.weight";

beforeAll(async () => {
  await openJax("wasm");
  generator = await loadCheckpoint(await goldenSource("llama"));
});

function pairs(count: number): TokenPair[] {
  const random = seededRandom(5);
  const response = (): Response => {
    const ids = Array.from({ length: 4 + Math.floor(random() * 6) }, () => 3 + Math.floor(random() * 30));
    return { ids: [1, 5, 8, ...ids, 2], responseStart: 3, q: null };
  };
  return Array.from({ length: count }, () => ({ chosen: response(), rejected: response(), margin: 0 }));
}

async function adapt(changes: Partial<RewardModelConfig> = {}, data = pairs(4)) {
  const steps: StepMetrics[] = [];
  const adapted = await adaptGenerator(generator, { ...config, ...changes }, data, 0, (step) => void steps.push(step));
  return { adapted, losses: steps.map((step) => step["loss/generator"] as number) };
}

function changed({ weights }: Checkpoint): string[] {
  return [...weights]
    .filter(([name, { data }]) => data.some((x, i) => x !== generator.weights.get(name)?.data[i]))
    .map(([name]) => name);
}

/** `L_gen` computed by the other program, from the generation probabilities of a frozen decoder. */
async function lossOf(checkpoint: Checkpoint, data: readonly TokenPair[]): Promise<number> {
  const lm = await openCausalLM(checkpoint, { backend: "wasm", threads: 1 });
  const weighed = await withPairProbabilities(lm, data, RAW);
  await lm.release();
  const surprise = ({ q }: Response) => (q ?? []).reduce((sum, p) => sum - Math.log(p), 0) / (q?.length ?? 0);
  return weighed.reduce((sum, { chosen, rejected }) => sum + surprise(chosen) + surprise(rejected), 0) / data.length;
}

test("the responses become likelier, to the frozen program that weighs the edges too", async () => {
  const data = pairs(4);
  const { losses } = await adapt({ generatorSteps: 3 }, data);
  const { adapted } = await adapt({ generatorSteps: 2 }, data);
  expect(losses[2]).toBeLessThan(losses[0] as number);
  expect(await lossOf(generator, data)).toBeCloseTo(losses[0] as number, 4);
  expect(await lossOf(adapted, data)).toBeCloseTo(losses[2] as number, 4);
});

test.each(TUNINGS)("tuned as %s, it learns, and the generator it came from stays as it is", async (tuning) => {
  const before = structuredClone(generator.weights);
  const { adapted, losses } = await adapt({ tuning, loraRank: 4, trainableLayers: 1 });
  expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  expect(generator.weights).toEqual(before);
  expect([...adapted.weights.keys()].sort()).toEqual([...before.keys()].sort());
  const names = changed(adapted);
  expect(names).toContain(OUTPUT_EMBEDDING);
  if (tuning === "head") expect(names).toEqual([OUTPUT_EMBEDDING]);
  if (tuning === "lora") expect(names.some((name) => name.includes("norm"))).toBe(false);
  if (tuning === "full") expect(names).toHaveLength(before.size);
});

test("the same seed gives the same generator, another another", async () => {
  const data = pairs(12);
  const [one, same, other] = [await adapt({}, data), await adapt({}, data), await adapt({ seed: 1 }, data)];
  expect(same.adapted.weights).toEqual(one.adapted.weights);
  expect(other.adapted.weights).not.toEqual(one.adapted.weights);
});

test("nothing stays on the device, ended early or not", async () => {
  await adapt();
  const census = startCensus("wasm");
  await adapt();
  const stop = new Error("stopped");
  const early = adaptGenerator(generator, config, pairs(4), 0, () => Promise.reject(stop));
  await expect(early).rejects.toBe(stop);
  expect(census.arrays()).toBe(0);
  census.stop();
});

test("an adaptation that diverges says so", async () => {
  await expect(adapt({ generatorLearningRate: 1e30, maxGradNorm: 1e30 })).rejects.toMatchObject({
    report: { what: expect.stringContaining("diverged"), where: expect.stringMatching(/generator, step \d/) },
  });
});

test("an adaptation is named by what decides it", () => {
  const key = (changes: Partial<RewardModelConfig>) => adaptationKey({ ...config, ...changes });
  const own = adaptationKey(config);
  expect(key({ rho: 0.5, method: "outcome", steps: 7, learningRate: 1, generatorTopP: 0.5 })).toBe(own);
  const deciding: Partial<RewardModelConfig>[] = [
    { generatorSteps: 7 },
    { generatorLearningRate: 1e-5 },
    { seed: 1 },
    { batchSize: 2 },
    { gradientAccumulationSteps: 2 },
    { tuning: "lora" },
    { weightDecay: 0.1 },
    { maxGradNorm: 2 },
    { warmupRatio: 0.5 },
    { minLrRate: 0 },
  ];
  expect(new Set([own, ...deciding.map(key)]).size).toBe(deciding.length + 1);
});

test("the targets are all response tokens, where they are predicted, each response with the same weight", async () => {
  const data = pairs(3);
  const rows = [...data.map(({ chosen }) => chosen), ...data.map(({ rejected }) => rejected)];
  const { ids, positions, labels, weights } = padResponses(data, 0);
  const [length, at, tokens, shares] = [
    ids?.shape[1] as number,
    (await positions?.jsAsync()) as number[],
    (await labels?.jsAsync()) as number[],
    (await weights?.jsAsync()) as number[],
  ];
  rows.forEach(({ ids: own, responseStart }, row) => {
    const places = at.flatMap((position, i) => (shares[i] && Math.floor(position / length) === row ? [i] : []));
    expect(places.map((i) => tokens[i])).toEqual(own.slice(responseStart));
    expect(places.map((i) => (at[i] as number) - row * length)).toEqual(
      own.slice(responseStart).map((_, i) => responseStart + i - 1),
    );
    expect(places.reduce((sum, i) => sum + (shares[i] as number), 0)).toBeCloseTo(1 / data.length, 6);
  });
});

describe("a generator that cannot weigh the edges is refused", () => {
  const check = (changes: Partial<Checkpoint>) => checkGenerator({ ...generator, ...changes }, generator, pairs(2));

  test("one with other tokens", () => {
    const tokenizer = { json: { model: { vocab: { other: 0 } } }, config: null };
    expect(() => check({ tokenizer })).toThrow(/vocabulary is not the reward model's/);
    expect(() => check({})).not.toThrow();
  });

  test("one with a shorter context", () => {
    expect(() => check({ config: { ...generator.config, contextLength: 8 } })).toThrow(/longer than the generator's/);
  });
});

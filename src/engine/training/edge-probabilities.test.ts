import { beforeAll, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import { RAW } from "../policy/generation-probabilities.ts";
import { openCausalLM } from "../policy/onnx-causal-lm.ts";
import { seededRandom } from "../random.ts";
import { EdgeProbabilities, memoryCache, type ProbabilityCache } from "./edge-probabilities.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { RewardPopulation } from "./reward-population.ts";
import { RewardRun, type RunMaterial } from "./reward-run.ts";

let base: Checkpoint;
let lm: CausalLM;
/** Number of pairs that the generator has read. */
let read = 0;

beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
  const opened = await openCausalLM(base, { backend: "wasm", threads: 1 });
  lm = {
    ...opened,
    vocabSize: opened.vocabSize,
    forward: (...asked) => {
      read += 1;
      return opened.forward(...asked);
    },
  };
});

function somePairs(count: number): TokenPair[] {
  const random = seededRandom(5);
  const response = (): Response => {
    const ids = Array.from({ length: 4 + Math.floor(random() * 9) }, () => 3 + Math.floor(random() * 30));
    return { ids: [1, 5, 8, ...ids, 2], responseStart: 3, q: null };
  };
  return Array.from({ length: count }, () => ({ chosen: response(), rejected: response(), margin: 0 }));
}

const of = (pairs: readonly TokenPair[], cache: ProbabilityCache = memoryCache()) =>
  new EdgeProbabilities(pairs, { generator: async () => lm, identity: "golden", settings: RAW, cache });

test("a probability is the same to the last digit whatever was asked for before, and nothing is read twice", async () => {
  const pairs = somePairs(40);
  const all = await of(pairs).of(pairs);
  const others = of(pairs);
  read = 0;
  const last = await others.of([pairs[39], pairs[3]] as TokenPair[]);
  expect(read).toBe(2);
  expect(last).toEqual([all[39], all[3]]);
  const [one, two] = await Promise.all([others.of(pairs), others.of(pairs.slice(10, 20))]);
  expect(one).toEqual(all);
  expect(two).toEqual(all.slice(10, 20));
  expect(read).toBe(40);
});

test("what was computed is kept: full blocks at once, the others when told to; of other pairs nothing is taken", async () => {
  const pairs = somePairs(40);
  const cache = memoryCache();
  const first = of(pairs, cache);
  const asked = pairs.slice(0, 36);
  const weighed = await first.of(asked);
  read = 0;
  expect(await of(pairs, cache).of(asked)).toEqual(weighed);
  expect(read).toBe(4);
  await first.keep();
  expect(await of(pairs, cache).of(asked)).toEqual(weighed);
  expect(read).toBe(4);
  await of(pairs.slice(1), cache).of(pairs.slice(1, 3));
  expect(read).toBe(6);
});

test.each(["generation", "shuffled"] as const)(
  "weights %s: a run that gets its probabilities batch by batch has the curve of a run that has them all",
  async (edgeWeight) => {
    const pairs = somePairs(12);
    const config: RewardModelConfig = { ...REWARD_MODEL_DEFAULTS, ...{ steps: 3, batchSize: 2, edgeWeight } };
    const probabilities = of(pairs);
    const common = { base, heldOut: [], padTokenId: 0 };
    const given: RunMaterial = { ...common, pairs: await of(pairs).of(pairs) };
    const asked: RunMaterial = { ...common, pairs, weigh: (some) => probabilities.of(some) };
    const losses = async (material: RunMaterial) => {
      const run = new RewardRun(config, material);
      const found: number[] = [];
      while (!run.done) found.push((await run.advance()).loss);
      run.dispose();
      return found;
    };
    read = 0;
    const expected = await losses(given);
    expect(await losses(asked)).toEqual(expected);
    expect(read).toBe(6);
    const population = new RewardPopulation([config, config], [asked, given]);
    const [one, other] = await population.advance();
    expect(one?.["loss/icr"]).toBe(other?.["loss/icr"]);
    population.dispose();
  },
);

import { beforeAll, describe, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { withSteps } from "../../testing/labelled-pairs.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { openJax } from "../jax.ts";
import { gaussian, seededRandom } from "../random.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { rewardModelOptions } from "./reward-model.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { Trainer } from "./trainer.ts";
import type { TrainingPath } from "./training-path.ts";

const lora: RewardModelConfig = {
  ...REWARD_MODEL_DEFAULTS,
  tuning: "lora",
  loraRank: 2,
  loraAlpha: 2,
  batchSize: 4,
  maxGradNorm: 1e9,
  weightRatio: 0.5,
};

beforeAll(() => openJax("wasm"));

const PROMPT = [1, 5, 8];
/** So long that it is read once for both responses. */
const LONG_PROMPT = [...PROMPT, ...Array.from({ length: 13 }, (_, i) => 3 + i)];

/** Pairs of which the chosen responses of a batch have more tokens than one chunk of the text term. */
function pairs(count: number, prompt: readonly number[] = PROMPT, own = 20): TokenPair[] {
  const random = seededRandom(3);
  const token = () => 3 + Math.floor(random() * 30);
  const response = (length: number): Response => {
    const ids = Array.from({ length }, token);
    return { ids: [...prompt, ...ids, 2], responseStart: prompt.length, q: [...ids.map(() => random()), 0.5] };
  };
  return withSteps(
    Array.from({ length: count }, (_, i) => ({
      chosen: response(own + i),
      rejected: response(9),
      margin: 0,
    })),
  );
}

async function trainer(
  decoder: string,
  config: RewardModelConfig,
  path: TrainingPath,
  data: TokenPair[] = pairs(8),
  recordedLayers?: number,
): Promise<Trainer> {
  const base = await loadCheckpoint(await goldenSource(decoder));
  const { trained, frozen } = startingWeights(base, config);
  // In fresh adapters one matrix is zero, and so is the gradient of the other.
  const random = seededRandom(1);
  const warm = ({ shape, data }: Tensor) => ({ shape, data: data.map((x) => x + 0.05 * gaussian(random)) });
  const weights = new Map([...trained].map(([name, tensor]) => [name, name.includes("lora_") ? warm(tensor) : tensor]));
  return Trainer.start(weights, { ...rewardModelOptions(config, base.config, data, 0), path, recordedLayers }, frozen);
}

async function firstStep(...started: Parameters<typeof trainer>) {
  const run = await trainer(...started);
  const { tokens_per_second: _, ...metrics } = await run.advance();
  const { firstMoments, weights } = await run.snapshot();
  run.dispose();
  return { metrics, firstMoments, weights };
}

type Gradient = ReadonlyMap<string, Tensor>;

function norm(gradient: Gradient, names: readonly string[]): number {
  return Math.hypot(...names.map((name) => Math.hypot(...(gradient.get(name)?.data ?? []))));
}

function difference(a: Gradient, b: Gradient): Gradient {
  const minus = (x: Tensor, y: Tensor) => ({ shape: x.shape, data: x.data.map((v, i) => v - (y.data[i] as number)) });
  return new Map([...a].map(([name, x]) => [name, minus(x, b.get(name) as Tensor)]));
}

describe("layer by layer a step has the gradients of the whole graph", () => {
  test.each([
    ["llama", { method: "bt" }],
    ["llama", { method: "grm" }],
    ["llama", { method: "icrm" }],
    ["llama", { method: "icrm", gradientAccumulationSteps: 2, maxGradNorm: 0.01 }],
    ["llama", { method: "icrm", loraTargets: ["q_proj", "v_proj"] }],
    ["llama", { method: "icrm", tuning: "head" }],
    ["llama", { method: "prm_icrm" }],
    ["qwen3", { method: "icrm" }],
    ["gpt2", { method: "icrm" }],
  ] as const)("%s, %o", async (decoder, overrides) => {
    const config = { ...lora, ...overrides };
    expectSame(await firstStep(decoder, config, "layered"), await firstStep(decoder, config, "whole"));
  });

  test.each(["llama", "qwen3", "gpt2"])(
    "%s, with a prompt that is read once, whatever is recorded",
    async (decoder) => {
      const data = pairs(8, LONG_PROMPT, 8);
      const whole = await firstStep(decoder, lora, "whole", data);
      for (const recorded of [0, 1, 2]) expectSame(await firstStep(decoder, lora, "layered", data, recorded), whole);
    },
  );
});

type Step = Awaited<ReturnType<typeof firstStep>>;

function expectSame(layered: Step, whole: Step): void {
  const trained = [...whole.firstMoments.keys()];
  expect([...layered.firstMoments.keys()].sort()).toEqual(trained.toSorted());
  // After the first step the first moment is the clipped gradient times 1 − β₁.
  const off = difference(layered.firstMoments, whole.firstMoments);
  const size = norm(whole.firstMoments, trained);
  expect(size).toBeGreaterThan(0);
  expect(norm(off, trained)).toBeLessThan(1e-5 * size);
  // Without consistency the gradient of the value head's bias cancels: both paths find rounding there.
  for (const name of trained) {
    expect(norm(off, [name]), name).toBeLessThan(1e-5 * norm(whole.firstMoments, [name]) + 1e-7 * size);
  }
  for (const [name, value] of Object.entries(whole.metrics)) {
    const found = layered.metrics[name as keyof typeof layered.metrics] as number;
    expect(Math.abs(found - value), name).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
  }
}

test("layer by layer no array is left behind: not from step to step, and none after the run", async () => {
  const census = startCensus("wasm");
  const before = census.arrays();
  const config = { ...lora, gradientAccumulationSteps: 2 };
  const run = await trainer("llama", config, "layered", pairs(8, LONG_PROMPT, 8), 1);
  await run.advance();
  const held = [census.arrays(), census.bytes()];
  for (let step = 0; step < 4; step++) await run.advance();
  expect(held[0]).toBeGreaterThan(0);
  expect([census.arrays(), census.bytes()]).toEqual(held);
  run.dispose();
  expect(census.arrays()).toBe(before);
  census.stop();
});

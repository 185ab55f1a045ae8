import { beforeAll, describe, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { withSteps } from "../../testing/labelled-pairs.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { openJax } from "../jax.ts";
import { seededRandom } from "../random.ts";
import { BatchShapes } from "./batch-shapes.ts";
import { padPairs } from "./pair-batch.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { rewardModelOptions, rowLayout } from "./reward-model.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { layoutOf, longestParts, PlainLayout, type RowLayout, SharedPromptLayout } from "./row-layout.ts";
import { padSteps } from "./step-batch.ts";
import { Trainer } from "./trainer.ts";
import type { TrainingPath } from "./training-path.ts";

/** Of a gradient's length, and of a value of size 1. */
const TOLERANCE = 1e-6;

beforeAll(() => openJax("wasm"));

const random = seededRandom(7);
const tokens = (count: number) => Array.from({ length: count }, () => 3 + Math.floor(random() * 30));

function response(prompt: readonly number[], own: readonly number[]): Response {
  const ids = [...prompt, ...own];
  return { ids, responseStart: prompt.length, q: own.map(() => random()) };
}

function pair(prompt: readonly number[], chosen: number, rejected: number): TokenPair {
  return { chosen: response(prompt, tokens(chosen)), rejected: response(prompt, tokens(rejected)), margin: 0 };
}

/** Prompts and responses of many lengths; a response that begins as the other one does; no shared token at all. */
const mixed: readonly TokenPair[] = withSteps([
  pair(tokens(14), 9, 16),
  { chosen: response([5, 6, 7], [8, 9, 2]), rejected: response([5, 6, 7], [8, 9, 9, 2]), margin: 1 },
  { chosen: response([5, 6, 7, 8], [9, 2]), rejected: response([5, 6, 4], [9, 9, 2]), margin: 0 },
  { chosen: response([11, 12], [13, 2]), rejected: response([14], [15, 2]), margin: 0 },
]);

async function firstStep(decoder: string, changes: Partial<RewardModelConfig>, layout: RowLayout, path: TrainingPath) {
  const base = await loadCheckpoint(await goldenSource(decoder));
  const config: RewardModelConfig = {
    ...REWARD_MODEL_DEFAULTS,
    batchSize: mixed.length,
    maxGradNorm: 1e9,
    weightRatio: 0.5,
    rho: 0.5,
    loraRank: 2,
    ...changes,
  };
  const { trained, frozen } = startingWeights(base, config);
  const batch = () =>
    config.method === "prm_icrm" ? padSteps(layout, 0, config.afterError) : padPairs(mixed, 0, layout);
  const options = { ...rewardModelOptions(config, base.config, mixed, 0), path };
  const run = Trainer.start(trained, { ...options, batchesAt: () => [{ batch: batch(), tokens: 1 }] }, frozen);
  const { tokens_per_second: _, ...metrics } = await run.advance();
  // After the first step the first moment is the gradient times 1 − β₁.
  const { firstMoments: gradients } = await run.snapshot();
  run.dispose();
  return { metrics: metrics as Record<string, number>, gradients: gradients as ReadonlyMap<string, Tensor> };
}

const size = (values: Iterable<number>) => Math.hypot(...values);

describe("a prompt that is read once gives the values and gradients of one that is read twice", () => {
  test.each([
    ["llama", { method: "icrm" }, "whole"],
    ["llama", { method: "prm_icrm" }, "whole"],
    ["gpt2", { method: "icrm" }, "whole"],
    ["llama", { method: "icrm", tuning: "lora" }, "layered"],
    ["gpt2", { method: "grm", tuning: "lora" }, "layered"],
  ] as const)("%s, %o, %s", async (decoder, changes, path) => {
    const plain = await firstStep(decoder, changes, new PlainLayout([mixed]), path);
    const shared = await firstStep(decoder, changes, new SharedPromptLayout([mixed]), path);
    const all = size([...plain.gradients.values()].map(({ data }) => size(data)));
    expect(all).toBeGreaterThan(0);
    for (const [name, { data }] of plain.gradients) {
      const found = shared.gradients.get(name)?.data ?? [];
      const off = size(data.map((x, i) => x - (found[i] as number)));
      expect(off, name).toBeLessThan(TOLERANCE * all);
    }
    for (const [name, value] of Object.entries(plain.metrics)) {
      const gap = Math.abs((shared.metrics[name] as number) - value);
      expect(gap, name).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(value)));
    }
  });
});

describe("which layout a batch has", () => {
  const long = [pair(tokens(40), 20, 24), pair(tokens(37), 24, 18)];
  const config = { ...REWARD_MODEL_DEFAULTS };

  test("pairs share their prompts where that saves positions, and each token is there once", () => {
    const layout = rowLayout(config, [long]);
    expect(layout).toBeInstanceOf(SharedPromptLayout);
    expect(layout.positions).toBe(2 * (40 + 2 * 32));
    const read = layout.spans.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(read).toBe(40 + 20 + 24 + 37 + 24 + 18);
    const places = layout.spans.flatMap(({ from, to, at }) => Array.from({ length: to - from }, (_, i) => at + i));
    expect(new Set(places).size).toBe(read);
  });

  test("batches of one run that could share prompts all do, however far its shapes widen them", () => {
    const short = [pair(tokens(20), 6, 6), pair(tokens(20), 5, 7)];
    const shapes = BatchShapes.planned([short, long].map(longestParts), 2, 20);
    const layouts = [short, long].map((batch) => layoutOf([batch], [], batch, shapes));
    for (const layout of layouts) expect(layout).toBeInstanceOf(SharedPromptLayout);
    expect(layouts[0]?.positions).toBe(layouts[1]?.positions);
    expect(layouts[0]?.positions).toBeGreaterThan(new PlainLayout([short]).positions);
  });

  test("pairs without a common beginning, single responses, and losses that read padding do not", () => {
    const strangers = long.map(({ chosen }, i) => ({
      chosen,
      rejected: { ...(long[1 - i] as TokenPair).rejected },
      margin: 0,
    }));
    expect(layoutOf([strangers])).toBeInstanceOf(PlainLayout);
    expect(layoutOf([long.map(({ chosen }) => chosen)])).toBeInstanceOf(PlainLayout);
    expect(rowLayout({ ...config, baseline: "row" }, [long])).toBeInstanceOf(PlainLayout);
  });
});

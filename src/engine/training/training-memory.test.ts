import { beforeAll, describe, expect, test } from "vitest";
import { startCensus } from "../../testing/jax-census.ts";
import { SMOLLM2_135M } from "../../testing/smollm2.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { parseConfig } from "../checkpoint/config.ts";
import { layeredBytes, parameterCount, type TrainingLoad, wholeGraphBytes } from "../checkpoint/memory.ts";
import { PlaygroundError } from "../errors.ts";
import { openJax } from "../jax.ts";
import { ADAMW_DEFAULTS } from "./adamw.ts";
import { initialWeights } from "./initialise.ts";
import { languageModelObjective } from "./language-model-objective.ts";
import type { TokenPair } from "./pairs.ts";
import { rewardModelOptions } from "./reward-model.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { frozenStates } from "./reward-run.ts";
import { Trainer } from "./trainer.ts";
import { RECORDED_BYTES, sizesOf, trainingLoad, trainingMemory } from "./training-memory.ts";
import { memoryText, type TrainingPath } from "./training-path.ts";
import { frozenLayers } from "./tuned-weights.ts";

const llama = {
  model_type: "llama",
  vocab_size: 64,
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  max_position_embeddings: 256,
  tie_word_embeddings: true,
};
const gpt2 = { model_type: "gpt2", vocab_size: 64, n_embd: 64, n_inner: 256, n_layer: 3, n_head: 4, n_positions: 256 };

const smolLm2 = parseConfig(SMOLLM2_135M);

const lora: RewardModelConfig = { ...REWARD_MODEL_DEFAULTS, tuning: "lora", loraRank: 8, batchSize: 2 };
const pages = { count: 1000, tokens: 256, shared: { prompt: 128, own: 128 }, chosen: 128, all: 500_000 };
const wasm = { all: 2 ** 32, array: 2 ** 32, f16: false };

beforeAll(() => openJax("wasm"));

function pairs(count: number, length: number): TokenPair[] {
  const ids = Array.from({ length }, (_, i) => i % 50);
  const response = { ids, responseStart: length / 2, q: ids.slice(length / 2).map(() => 0.5) };
  return Array.from({ length: count }, () => ({ chosen: response, rejected: response, margin: 0 }));
}

/** Layers that the layered steps record. */
const RECORDED = 1;

/** The largest number of bytes that a run's arrays take during its first two steps. */
async function seenBytes(base: Checkpoint, run: RewardModelConfig, data: TokenPair[], path: TrainingPath) {
  const { trained, frozen } = startingWeights(base, run);
  const layers = path === "whole" ? frozenLayers(base.config, run) : 0;
  const kept = layers > 0 ? { layers, stateBytes: 0 } : null;
  const census = startCensus("wasm");
  const trunk = frozenStates(run, { frozen: kept }, { base, pairs: data, heldOut: [], padTokenId: 0 });
  const made = rewardModelOptions(run, base.config, data, 0, trunk ?? undefined);
  const options = { ...made, path, recordedLayers: RECORDED };
  const trainer = Trainer.start(trained, options, frozen);
  for (let step = 0; step < 2; step++) await trainer.advance();
  const bytes = census.peakBytes();
  trainer.dispose();
  trunk?.dispose();
  census.stop();
  return bytes;
}

describe("the estimate is what is seen, give or take a tenth", () => {
  test.each([
    ["whole", llama, { method: "icrm" }, 128],
    ["whole", { ...llama, vocab_size: 2048 }, { method: "icrm", tuning: "full" }, 64],
    ["whole", gpt2, { method: "icrm" }, 64],
    ["whole", llama, { method: "icrm", tuning: "top", trainableLayers: 2 }, 128],
    ["whole", { ...gpt2, n_layer: 6 }, { method: "bt", tuning: "top", trainableLayers: 1, batchSize: 8 }, 64],
    ["whole", { ...llama, num_hidden_layers: 20 }, { method: "bt", tuning: "head", batchSize: 8 }, 96],
    ["whole", { ...llama, vocab_size: 2048 }, { method: "icrm", tuning: "head", batchSize: 8 }, 64],
    ["layered", llama, { method: "icrm", tuning: "top", trainableLayers: 1 }, 128],
    ["layered", llama, { method: "icrm", batchSize: 1 }, 192],
    ["layered", { ...llama, vocab_size: 8192 }, { method: "icrm", batchSize: 1, gradientAccumulationSteps: 2 }, 64],
    ["layered", { ...llama, num_hidden_layers: 12 }, { method: "icrm", loraRank: 16 }, 64],
    ["layered", gpt2, { method: "icrm" }, 128],
  ] as const)("%s: %o, %o, %i tokens", async (path, configJson, changes, length) => {
    const config = parseConfig(configJson);
    const weights = initialWeights(config, 0);
    const base = {
      name: "base",
      config,
      configJson,
      generationConfigJson: null,
      weights,
      valueHead: null,
      tokenizer: null,
    };
    const run: RewardModelConfig = { ...lora, ...changes };
    const data = pairs(run.batchSize * run.gradientAccumulationSteps, length);
    const load: TrainingLoad = trainingLoad(run, config, sizesOf(data), path);
    const estimated = path === "whole" ? wholeGraphBytes(config, load) : layeredBytes(config, load, 4, RECORDED);
    const seen = await seenBytes(base, run, data, path);
    expect(estimated / seen).toBeGreaterThan(0.9);
    expect(estimated / seen).toBeLessThan(1.1);
  });
});

describe("the path is decided by size", () => {
  test("a small decoder is one graph", () => {
    expect(trainingMemory(lora, parseConfig(llama), pages, wasm).path).toBe("whole");
  });

  test("one of 30 layers goes layer by layer, in less than 1.5 GB at 2 pairs of 256 tokens", () => {
    const memory = trainingMemory(lora, smolLm2, pages, wasm);
    expect(memory.path).toBe("layered");
    expect(memory.bytes).toBeLessThan(1.5e9);
    expect(memoryText(memory)).toMatch(/^layer by layer, about 1,\d{3} MB$/);
  });

  test("it records what is inside of as many layers as there is room for, and no more", () => {
    const { recordedLayers = 0, bytes } = trainingMemory(lora, smolLm2, pages, wasm);
    const load = trainingLoad(lora, smolLm2, pages, "layered");
    expect(recordedLayers).toBeGreaterThan(5);
    expect(bytes).toBe(layeredBytes(smolLm2, load, 4, recordedLayers));
    expect(bytes).toBeLessThanOrEqual(RECORDED_BYTES);
    expect(layeredBytes(smolLm2, load, 4, recordedLayers + 1)).toBeGreaterThan(RECORDED_BYTES);
  });

  test("its frozen weights are packed where nothing else fits, in as many bits as do; that is said with what it moves", () => {
    const load = trainingLoad(lora, smolLm2, pages, "layered");
    const [single, packed] = [4, 1.125].map((bytes) => layeredBytes(smolLm2, load, bytes, 0)) as [number, number];
    const eight = trainingMemory(lora, smolLm2, pages, { ...wasm, all: single - 1 });
    const four = trainingMemory(lora, smolLm2, pages, { ...wasm, all: packed - 1 });
    expect([eight.frozenAs, four.frozenAs]).toEqual(["int8", "int4"]);
    const onDevice = parameterCount(smolLm2) - smolLm2.vocabSize * smolLm2.hiddenSize;
    expect(single - packed).toBeCloseTo((4 - 1.125) * onDevice);
    expect(four.bytes).toBeGreaterThan(packed - 0.5 * onDevice);
    expect(memoryText({ ...eight, moved: { mean: 0.0123, largest: 0.0456, spread: 1.5 } })).toMatch(
      /frozen weights in 8 bits.*rewards of the first batch by 0\.012 on average, 0\.046 at most, against a spread of 1\.5$/,
    );
  });

  test("its frozen weights take half of that where the device stores half precision", () => {
    const single = trainingMemory(lora, smolLm2, pages, wasm);
    const half = trainingMemory(lora, smolLm2, pages, { ...wasm, f16: true });
    expect([single.frozenAs, half.frozenAs]).toEqual(["float32", "float16"]);
    // The room goes to what is inside further layers.
    expect(half.recordedLayers).toBeGreaterThan(single.recordedLayers as number);
    expect(memoryText(half)).toContain("frozen weights in float16");
    expect(trainingMemory(lora, parseConfig(llama), pages, { ...wasm, f16: true }).frozenAs).toBe("float32");
  });

  test("so does a shallow one whose graph would be large", () => {
    const shallow = { ...smolLm2, layerCount: 8 };
    expect(
      trainingMemory(
        { ...lora, batchSize: 1 },
        shallow,
        { ...pages, tokens: 64, shared: { prompt: 32, own: 32 }, chosen: 32 },
        wasm,
      ).path,
    ).toBe("whole");
    expect(trainingMemory({ ...lora, batchSize: 4 }, shallow, pages, wasm).path).toBe("layered");
  });

  test("with the heads alone it is one graph above all its layers, which are computed once for as many as fit", () => {
    const heads: RewardModelConfig = { ...lora, tuning: "head", method: "bt" };
    const memory = trainingMemory(heads, smolLm2, pages, wasm);
    expect(memory).toMatchObject({ path: "whole", frozen: { layers: 30, stateBytes: 4 * 576 * pages.all } });
    expect(memoryText(memory)).toMatch(
      /; 30 frozen layers computed once for as many records as fit, 512 MB of 1,152 MB kept$/,
    );
    expect(memoryText(trainingMemory(heads, smolLm2, { ...pages, all: 1000 }, wasm))).toMatch(
      /computed once, 2 MB kept$/,
    );
  });

  test("one whose trained layers make too large a graph says that it computes the frozen ones at every step", () => {
    const memory = trainingMemory({ ...lora, tuning: "top", trainableLayers: 20 }, smolLm2, pages, wasm);
    expect(memory).toMatchObject({ path: "layered", frozen: { layers: 10, stateBytes: null } });
    expect(memoryText(memory)).toMatch(/^layer by layer.*; 10 frozen layers computed at every step$/);
  });

  test("no batch is larger than all pairs", () => {
    const few = { ...pages, count: 2 };
    expect(trainingMemory({ ...lora, batchSize: 512 }, smolLm2, few, wasm)).toEqual(
      trainingMemory(lora, smolLm2, pages, wasm),
    );
  });
});

describe("what does not fit says what would", () => {
  const refusal = (...args: Parameters<typeof trainingMemory>) => {
    try {
      trainingMemory(...args);
    } catch (error) {
      if (error instanceof PlaygroundError) return error.report;
    }
    throw new Error("it was not refused");
  };

  test("a smaller batch, shorter pairs, no text head", () => {
    const large: RewardModelConfig = { ...lora, batchSize: 64 };
    const { expected, found, fix = "" } = refusal(large, smolLm2, pages, wasm);
    expect(expected).toBe("at most 4,295 MB");
    expect(found).toMatch(/^30 layers, layer by layer, frozen weights in 4 bits, about \d,\d{3} MB/);
    const [, batch] = fix.match(/a batch of (\d+) /) ?? [];
    const [, tokens] = fix.match(/pairs of at most (\d+) tokens/) ?? [];
    for (const smaller of [
      [{ ...large, batchSize: Number(batch) }, pages],
      [large, { ...pages, tokens: Number(tokens), shared: null, chosen: Number(tokens) }],
    ] as const) {
      expect(trainingMemory(smaller[0], smolLm2, smaller[1], wasm).bytes).toBeLessThan(wasm.all);
    }
    expect(fix).not.toContain("rank");
  });

  test("LoRA, where every weight of a deep decoder would be trained", () => {
    const { expected, fix } = refusal({ ...lora, tuning: "full" }, smolLm2, pages, wasm);
    expect(expected).toBe("at most 16 layers where every weight is trained");
    expect(fix).toMatch(/LoRA \(1,\d{3} MB\)/);
  });

  test("method bt, where a GPU has no buffer for the text head", () => {
    const gpu = { all: Number.POSITIVE_INFINITY, array: 100e6, f16: false };
    const { expected, found, fix } = refusal(lora, smolLm2, pages, gpu);
    expect(expected).toBe("no array of more than 100 MB");
    expect(found).toMatch(/its largest array 113 MB$/);
    expect(fix).toMatch(/^What would fit: method bt/);
  });

  test("a smaller checkpoint, where nothing else would", () => {
    expect(refusal(lora, smolLm2, pages, { ...wasm, all: 1e8, array: 1e8 }).fix).toBe(
      "Start from a smaller checkpoint.",
    );
  });

  test("a shallower checkpoint, where only one graph will do", () => {
    const config = parseConfig({ ...llama, num_hidden_layers: 17 });
    const options = {
      objective: languageModelObjective(config, 0),
      optimiser: { ...ADAMW_DEFAULTS, maxGradNorm: 1 },
      schedule: { steps: 1, learningRate: 1e-3, warmupRatio: 0, minLrRate: 1 },
      batchesAt: () => [],
    };
    expect(() => Trainer.start(new Map(), options)).toThrow(/too deep.*at most 16 layers.*17 layers/s);
  });
});

import { jit, numpy as np } from "@jax-js/jax";
import type { Checkpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { type DecoderConfig, parseConfig } from "../src/engine/checkpoint/config.ts";
import { expectedTensors } from "../src/engine/checkpoint/names.ts";
import { openJax } from "../src/engine/jax.ts";
import { seededRandom } from "../src/engine/random.ts";
import { initialWeights } from "../src/engine/training/initialise.ts";
import type { Benchmark } from "./benchmark.ts";
import { loadPolicy } from "./embedded-policy.ts";
import { measured, median, perSecond, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";
import { BATCH, LENGTH, steadyPretraining } from "./training-runs.ts";
import { FLOP_PER_ITERATION, wasmPeak } from "./wasm-peak.ts";

/** Sides of square matrix products, of which the fastest counts as the engine's limit. */
const SIDES = [256, 512, 1024] as const;

/** Rows of a step of the larger decoder. */
const LARGE_BATCH = 2;

/** This number of iterations takes about as long as a matrix product: other work on the machine interrupts short loops less. */
const PEAK_ITERATIONS = 4e7;

/**
 * Measures pre-training steps, and the rates at which the same engine multiplies matrices and the same core computes in
 * Wasm SIMD.
 */
export const pretraining: Benchmark = {
  name: "pretraining",
  about: `Pre-training steps (forward, backward, AdamW) of the embedded policy (${BATCH} × ${LENGTH} tokens) and of one of 10 million weights (${LARGE_BATCH} × ${LENGTH}) beside clean f32 matrix products of jax-js, the fastest of ${SIDES.join("³, ")}³, and a loop of Wasm SIMD that only multiplies and adds. FLOP of a step = 3 · B·T · (2·N + 4·layers·T·heads·headDim), N the weights of linear layers and output embedding.`,
  async run({ device }) {
    await openJax(device.backend);
    const policy = await loadPolicy();
    const wide = widened(policy);
    const step = steadyPretraining(policy);
    const largeStep = steadyPretraining(wide, LARGE_BATCH);
    const products = SIDES.map((side) => [`product ${side}`, squareProduct(side)] as const);
    const peak = wasmPeak();
    const times = await timedInTurn<string>(
      {
        step: () => step.trainer.advance(),
        large: () => largeStep.trainer.advance(),
        peak: async () => peak(PEAK_ITERATIONS),
        ...Object.fromEntries(products.map(([name, { run }]) => [name, run])),
      },
      { rounds: 5, warmUp: 1 },
    );
    for (const { trainer } of [step, largeStep]) trainer.dispose();
    for (const [, product] of products) product.dispose();

    const rate = (name: string, flop: number) => perSecond(flop / 1e9, times[name] as number[]);
    const stepRate = rate("step", stepFlop(policy.config, BATCH));
    const largeRate = rate("large", stepFlop(wide.config, LARGE_BATCH));
    const productRates = products.map(([name, { flop }]) => rate(name, flop));
    const limit = productRates.reduce((best, rates) => (median(rates) > median(best) ? rates : best));
    const peakRate = rate("peak", FLOP_PER_ITERATION * PEAK_ITERATIONS);
    return [
      measured("step, time", times.step as number[], "ms"),
      measured("step, tokens without padding", perSecond(step.tokens, times.step as number[]), "tokens/s"),
      measured("step, rate", stepRate, "GFLOP/s"),
      measured("step of 10 M weights, rate", largeRate, "GFLOP/s"),
      ...SIDES.map((side, i) => measured(`matrix product ${side}³, rate`, productRates[i] as number[], "GFLOP/s")),
      measured("Wasm SIMD, multiplying and adding, rate", peakRate, "GFLOP/s"),
      ratio("rates, step ÷ fastest matrix product", stepRate, limit, { atLeast: 0.65 }),
      ratio("rates, step of 10 M weights ÷ fastest matrix product", largeRate, limit, { atLeast: 0.75 }),
      ratio("rates, fastest matrix product ÷ Wasm SIMD", limit, peakRate),
    ];
  },
};

/** The embedded policy with its six layers widened to 10 million random weights. */
function widened(policy: Checkpoint): Checkpoint {
  const heads = { num_attention_heads: 16, num_key_value_heads: 16, head_dim: 24 };
  const configJson = { ...policy.configJson, hidden_size: 384, intermediate_size: 1024, ...heads };
  const config = parseConfig(configJson);
  return { ...policy, config, configJson, weights: initialWeights(config, 0) };
}

/**
 * Floating-point operations of the matrix products of one step, padding included; the backward pass takes twice as many
 * as the forward pass. The embedding, which is also the output head, counts once, since looking a token up costs
 * nothing. Attention computes all scores and then masks them.
 */
function stepFlop(config: DecoderConfig, batch: number): number {
  const { layerCount, headCount, headDim } = config;
  const matrices = [...expectedTensors(config).values()].filter((shape) => shape.length === 2);
  const weights = matrices.reduce((sum, [rows = 0, columns = 0]) => sum + rows * columns, 0);
  const attention = 4 * layerCount * LENGTH * headCount * headDim;
  return 3 * batch * LENGTH * (2 * weights + attention);
}

/** A product of two square matrices, repeated until it takes long enough to be timed. */
function squareProduct(side: number) {
  const random = seededRandom(0);
  const square = () => np.array(Float32Array.from({ length: side ** 2 }, random), { shape: [side, side] });
  const times = Math.max(1, (1024 / side) ** 3);
  const [a, b] = [square(), square()];
  const multiply = jit((x: np.Array, y: np.Array) => np.matmul(x, y));
  return {
    flop: 2 * times * side ** 3,
    run: async () => {
      for (let i = 0; i < times; i++) {
        const c = multiply(a.ref, b.ref);
        await c.blockUntilReady();
        c.dispose();
      }
    },
    dispose: () => {
      for (const each of [a, b, multiply]) each.dispose();
    },
  };
}

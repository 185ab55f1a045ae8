import { jit, numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../src/engine/checkpoint/config.ts";
import { expectedTensors } from "../src/engine/checkpoint/names.ts";
import { openJax } from "../src/engine/jax.ts";
import { seededRandom } from "../src/engine/random.ts";
import type { Benchmark } from "./benchmark.ts";
import { loadPolicy } from "./embedded-policy.ts";
import { measured, perSecond, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";
import { BATCH, LENGTH, steadyPretraining } from "./training-runs.ts";

/** Side of a square matrix product that is large enough to reach the device's peak rate. */
const SIDE = 1024;

/** Measures a pre-training step of the embedded policy, and the rate at which the same device multiplies matrices. */
export const pretraining: Benchmark = {
  name: "pretraining",
  about: `A pre-training step (forward, backward, AdamW) on ${BATCH} × ${LENGTH} tokens beside a clean ${SIDE}³ f32 matrix product, both by jax-js. FLOP of a step = 3 · B·T · (2·N + 4·layers·T·heads·headDim), N the weights of linear layers and output embedding.`,
  async run({ device }) {
    await openJax(device.backend);
    const policy = await loadPolicy();
    const { trainer, tokens } = steadyPretraining(policy);
    const product = squareProduct();
    const times = await timedInTurn({ step: () => trainer.advance(), product: product.run }, { rounds: 16, warmUp: 2 });
    trainer.dispose();
    product.dispose();

    const stepRate = perSecond(stepFlop(policy.config) / 1e9, times.step);
    const productRate = perSecond((2 * SIDE ** 3) / 1e9, times.product);
    return [
      measured("step, time", times.step, "ms"),
      measured("step, tokens without padding", perSecond(tokens, times.step), "tokens/s"),
      measured("step, rate", stepRate, "GFLOP/s"),
      measured("matrix product, rate", productRate, "GFLOP/s"),
      ratio("rates, step ÷ matrix product", stepRate, productRate),
    ];
  },
};

/**
 * Floating-point operations of the matrix products of one step, padding included; the backward pass takes twice as many
 * as the forward pass. The embedding, which is also the output head, counts once, since looking a token up costs
 * nothing. Attention computes all scores and then masks them.
 */
function stepFlop(config: DecoderConfig): number {
  const { layerCount, headCount, headDim } = config;
  const matrices = [...expectedTensors(config).values()].filter((shape) => shape.length === 2);
  const weights = matrices.reduce((sum, [rows = 0, columns = 0]) => sum + rows * columns, 0);
  const attention = 4 * layerCount * LENGTH * headCount * headDim;
  return 3 * BATCH * LENGTH * (2 * weights + attention);
}

function squareProduct() {
  const random = seededRandom(0);
  const square = () => np.array(Float32Array.from({ length: SIDE ** 2 }, random), { shape: [SIDE, SIDE] });
  const [a, b] = [square(), square()];
  const multiply = jit((x: np.Array, y: np.Array) => np.matmul(x, y));
  return {
    run: async () => {
      const c = multiply(a.ref, b.ref);
      await c.blockUntilReady();
      c.dispose();
    },
    dispose: () => {
      for (const each of [a, b, multiply]) each.dispose();
    },
  };
}

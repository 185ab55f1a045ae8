import { numpy as np, tree } from "@jax-js/jax";
import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { disposeParameters, layerParameters, toParameters } from "./parameters.ts";
import { createSublayerProgram } from "./sublayer-program.ts";
import { sublayers } from "./sublayers.ts";

test.each([
  ["llama", [3, 2]],
  ["gpt2", [1, 1]],
] as const)("%s: a backward program that gets the projections runs no product for them", async (decoder, counts) => {
  await openJax("wasm");
  const { config, weights } = await loadCheckpoint(await goldenSource(decoder));
  const params = toParameters(weights);
  const layer = layerParameters(config, params, 0);
  const mask = np.ones([2, 8]);
  const x = np.sin(np.arange(2 * 8 * config.hiddenSize).astype(np.float32)).reshape([2, 8, config.hiddenSize]);
  for (const [i, sublayer] of sublayers(config).entries()) {
    const program = createSublayerProgram(config, sublayer);
    const backward = async (known: boolean) => {
      const { y, projections } = await program.forward(layer, x.ref, mask);
      if (!known) tree.dispose(projections);
      const census = startCensus("wasm");
      const { gradients, cotangent } = await program.backward(layer, {}, x.ref, known ? projections : [], mask, y);
      const kernels = census.kernels();
      census.stop();
      const flowing = [...(await cotangent.data())];
      disposeParameters(gradients);
      return { kernels, flowing };
    };
    const [given, computed] = [await backward(true), await backward(false)];
    const largest = Math.max(...computed.flowing.map(Math.abs));
    const gaps = given.flowing.map((value, at) => Math.abs(value - (computed.flowing[at] as number)));
    expect(Math.max(...gaps)).toBeLessThan(1e-5 * largest);
    expect(computed.kernels - given.kernels).toBeGreaterThanOrEqual(counts[i] as number);
    program.dispose();
  }
  tree.dispose([mask, x]);
  disposeParameters(params);
});

import { loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { memorySource } from "../src/engine/checkpoint/source.ts";
import type { Backend } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { startCensus } from "../src/testing/jax-census.ts";
import { tinyModel } from "../src/testing/tiny-models.ts";
import type { Benchmark } from "./benchmark.ts";
import { counted, type Figure } from "./figures.ts";
import { steadyPolicyRun, steadyPretraining, steadyRewardRun } from "./training-runs.ts";

/**
 * Measures whether training leaks arrays. A tiny decoder suffices, since a leak depends on which arrays there are and
 * not on their size.
 */
export const memory: Benchmark = {
  name: "memory",
  about: "Live arrays and bytes of jax-js before and after many steps of a two-layer decoder.",
  async run({ device: { backend } }) {
    await openJax(backend);
    const tiny = await loadCheckpoint(memorySource(tinyModel({ seed: 0, valueHead: true }), "tiny"));
    return [
      ...(await growth("pre-training", steadyPretraining(tiny).trainer, 200, backend)),
      ...(await growth("ICRM", steadyRewardRun(tiny, "icrm"), 1000, backend)),
      ...(await growth("DPO", steadyPolicyRun(tiny), 200, backend)),
    ];
  },
};

interface Run {
  advance(): Promise<unknown>;
  dispose(): void;
}

async function growth(name: string, run: Run, steps: number, backend: Backend): Promise<Figure[]> {
  await run.advance();
  const census = startCensus(backend);
  const live = () => ({ arrays: census.arrays(), bytes: census.bytes() });
  // The census counts arrays made after its start; this step makes all parameters and moments anew.
  await run.advance();
  const before = live();
  for (let step = 0; step < steps; step++) await run.advance();
  const after = live();
  census.stop();
  run.dispose();
  return (["arrays", "bytes"] as const).flatMap((unit) => [
    counted(`${name}: ${unit} before`, before[unit], unit),
    counted(`${name}: ${unit} more after ${steps} steps`, after[unit] - before[unit], unit, { atMost: 0 }),
  ]);
}

import { directorySource } from "../src/cli/files.ts";
import { embeddedBase } from "../src/cli/models.ts";
import { type Checkpoint, loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import type { Backend } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import type { TokenPair } from "../src/engine/training/pairs.ts";
import type { RewardModelConfig } from "../src/engine/training/reward-model-config.ts";
import type { Benchmark } from "./benchmark.ts";
import { embeddedPairs, icrmConfig, layoutTrainers } from "./embedded-pairs.ts";
import { counted, type Figure, measured } from "./figures.ts";
import { KERNEL_CLASSES, type KernelClass, type KernelTimes, watchKernels } from "./kernel-times.ts";

const ROUNDS = 5;

const CASES = {
  "all weights, 8 pairs": icrmConfig({ tuning: "full", batchSize: 8 }),
  "the uppermost layer, 4 pairs": icrmConfig({ tuning: "top", trainableLayers: 1, batchSize: 4 }),
};

/** Where the time of a training step goes. */
export const profile: Benchmark = {
  name: "profile",
  about: `An ICRM step on embedded pairs, ${ROUNDS} times on one batch: time by class of kernel, and what is left to dispatch and host. On Wasm a kernel's time is that of its dispatch; on WebGPU, where kernels run later, kernels are only counted.`,
  async run({ device: { backend } }) {
    await openJax(backend);
    const base = await loadCheckpoint(directorySource(await embeddedBase()));
    const pairs = await embeddedPairs(base);
    const figures: Figure[] = [];
    for (const [name, run] of Object.entries(CASES)) figures.push(...(await profiled(name, base, run, pairs, backend)));
    return figures;
  },
};

/** A step's milliseconds, with those of its kernels. */
interface Step {
  all: number;
  kernels: KernelTimes;
}

async function profiled(
  name: string,
  base: Checkpoint,
  run: RewardModelConfig,
  pairs: readonly TokenPair[],
  backend: Backend,
): Promise<Figure[]> {
  const { trainers, dispose } = layoutTrainers(base, run, pairs, 1);
  const { trainer } = trainers.find((one) => one.name === "both") as (typeof trainers)[number];
  const before = performance.now();
  await trainer.advance();
  const compiled = performance.now() - before;
  const steps: Step[] = [];
  const watch = watchKernels(backend);
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await trainer.advance();
    steps.push({ all: performance.now() - started, kernels: watch.take() });
  }
  watch.stop();
  dispose();
  const times = (of: (step: Step) => number) => steps.map(of);
  const inKernels = ({ kernels }: Step) => KERNEL_CLASSES.reduce((sum, one) => sum + kernels[one].ms, 0);
  const counts = (steps.at(-1) as Step).kernels;
  const kernelFigures = (one: KernelClass) => [
    ...(backend === "wasm"
      ? [
          measured(
            `${name}: ${one}`,
            times((step) => step.kernels[one].ms),
            "ms",
          ),
        ]
      : []),
    counted(`${name}: kernels, ${one}`, counts[one].count, ""),
  ];
  return [
    counted(`${name}: the first step, with its compilation`, compiled, "ms"),
    measured(
      `${name}: a step`,
      times(({ all }) => all),
      "ms",
    ),
    ...KERNEL_CLASSES.flatMap(kernelFigures),
    ...(backend === "wasm"
      ? [
          measured(
            `${name}: dispatch and host`,
            times((step) => step.all - inKernels(step)),
            "ms",
          ),
        ]
      : []),
  ];
}

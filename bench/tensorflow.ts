import type { Backend } from "../src/engine/device.ts";
import type { Benchmark } from "./benchmark.ts";
import { type Figure, measured, ratio, type Target } from "./figures.ts";
import { withPage } from "./in-page.ts";
import { installPeers } from "./peers/install.ts";
import type { TensorFlowTimes } from "./tensorflow-in-page.ts";

const SAME =
  "in one page, on the same weights and batch, one thread each; losses of the first four steps equal to 4 digits";

/** Compares a training step by jax-js and the engine's programs with one by TensorFlow.js, the best known library of the browser. */
export const tensorflow: Benchmark = {
  name: "tensorflow",
  about: `An ICRM step of the embedded decoder, all weights, 4 pairs of 96 tokens, on Wasm in Chromium: TensorFlow.js 4.22 ÷ the engine, ${SAME}.`,
  run: () => besideTensorFlow({ backend: "wasm", pairs: 4, rounds: 9, target: { atLeast: 4 } }),
};

export const tensorflowGpu: Benchmark = {
  name: "tensorflow-webgpu",
  about: `The same of a pair on WebGPU, a software adapter, ${SAME}.`,
  run: () => besideTensorFlow({ backend: "webgpu", pairs: 1, rounds: 5, target: { atLeast: 8 } }),
};

interface Comparison {
  backend: Backend;
  pairs: number;
  rounds: number;
  target: Target;
}

async function besideTensorFlow({ backend, pairs, rounds, target }: Comparison): Promise<Figure[]> {
  await installPeers();
  const { ours, theirs } = await withPage((call) =>
    call<TensorFlowTimes>("tensorflow-in-page.ts", "timeTensorFlow", backend, pairs, rounds),
  );
  return [
    measured("engine", ours, "ms"),
    measured("TensorFlow.js", theirs, "ms"),
    ratio("TensorFlow.js ÷ engine", theirs, ours, target),
  ];
}

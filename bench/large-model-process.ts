/** A process of the `large-model` benchmark. It is a process of its own, so that its heap holds nothing else. */
import "core-js/actual/iterator/index.js";
// Before jax-js.
import "./wasm-memories.ts";
import { findDevice } from "../src/cli/device.ts";
import { serveCalls } from "../src/cli/processes.ts";
import type { Backend } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { startCensus } from "../src/testing/jax-census.ts";
import { type LargeModelShape, largeModelRun } from "./large-model-run.ts";
import { timed } from "./timing.ts";
import { wasmHeapBytes } from "./wasm-memories.ts";

/** A reward model in training, step by step. */
export interface LargeModel {
  /** Milliseconds of one step, and those of processors that it took. */
  step(): Promise<{ elapsed: number; processor: number }>;
  /** The most bytes that arrays took at once, and the size of the Wasm heap, which never shrinks. */
  peak(): Promise<{ liveBytes: number; heapBytes: number }>;
}

export interface LargeModelSetup extends LargeModelShape {
  backend: Backend;
}

serveCalls<LargeModelSetup>(async ({ backend, ...shape }): Promise<LargeModel> => {
  await findDevice(backend);
  await openJax(backend);
  const census = startCensus(backend);
  const run = largeModelRun(shape);
  return {
    step: async () => {
      const before = process.cpuUsage();
      const elapsed = await timed(() => run.advance());
      const { user, system } = process.cpuUsage(before);
      return { elapsed, processor: (user + system) / 1000 };
    },
    peak: async () => ({ liveBytes: census.peakBytes(), heapBytes: wasmHeapBytes() }),
  };
});

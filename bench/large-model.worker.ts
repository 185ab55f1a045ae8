// jax-js and our own code use iterator helpers, which not every browser has.
import "core-js/actual/iterator";
// Before jax-js.
import "./wasm-memories.ts";
import { openJax } from "../src/engine/jax.ts";
import { type LargeModelShape, largeModelRun } from "./large-model-run.ts";
import { timed } from "./timing.ts";
import { wasmHeapBytes } from "./wasm-memories.ts";

export interface LargeModelSteps {
  /** Milliseconds of each step after the first, which compiles. */
  times: number[];
  heapBytes: number;
}

export interface LargeModelRequest extends LargeModelShape {
  steps: number;
}

/** Steps on Wasm in a worker, whose products use the threads that a training's use. */
self.onmessage = async ({ data: { steps, ...shape } }: MessageEvent<LargeModelRequest>) => {
  await openJax("wasm");
  const run = largeModelRun(shape);
  await run.advance();
  const times: number[] = [];
  for (let step = 0; step < steps; step++) times.push(await timed(() => run.advance()));
  const measured: LargeModelSteps = { times, heapBytes: wasmHeapBytes() };
  self.postMessage(measured);
};

/** A process of the `large-policy` benchmark. It is a process of its own, so that its heap holds nothing else. */
// Before ONNX Runtime.
import "./wasm-memories.ts";
import { serveCalls } from "../src/cli/processes.ts";
import { parseConfig } from "../src/engine/checkpoint/config.ts";
import { parameterCount } from "../src/engine/checkpoint/memory.ts";
import { expectedTensors } from "../src/engine/checkpoint/names.ts";
import { denseBatch } from "../src/engine/onnx/token-batch.ts";
import type { CausalLM, LmCache } from "../src/engine/policy/causal-lm.ts";
import { openCausalLM } from "../src/engine/policy/onnx-causal-lm.ts";
import { QWEN3_0_6B } from "../src/testing/qwen3.ts";
import { timed } from "./timing.ts";
import { wasmHeapBytes } from "./wasm-memories.ts";

export interface LargePolicy {
  measure(plan: { prompt: number; tokens: number }): Promise<{
    /** Bytes of the weights, and of the heap, which never shrinks. */
    weights: number;
    heap: number;
    /** Milliseconds of opening the model, and of each token read. */
    opening: number;
    reading: number;
    writing: number[];
  }>;
}

serveCalls<null>(async (): Promise<LargePolicy> => {
  const config = parseConfig(QWEN3_0_6B);
  return {
    async measure({ prompt, tokens }) {
      const started = performance.now();
      const lm: CausalLM = await openCausalLM({ config, weights: evenWeights() }, { backend: "wasm", threads: 1 });
      const opening = performance.now() - started;
      let cache: LmCache | null = null;
      const read = (ids: number[]) =>
        timed(async () => {
          ({ cache } = await lm.forward(denseBatch(1, ids, cache?.length ?? 0), cache, 1));
        });
      const reading = await read(Array.from({ length: prompt }, (_, i) => i));
      const writing: number[] = [];
      for (let token = 0; token < tokens; token++) writing.push(await read([token]));
      const heap = wasmHeapBytes();
      return { weights: 4 * parameterCount(config), heap, opening, reading, writing };
    },
  };

  /** Weights that are all equal: the cost of a run does not depend on them. */
  function evenWeights() {
    return new Map(
      [...expectedTensors(config)].map(([name, shape]) => {
        const length = shape.reduce((product, side) => product * side, 1);
        return [name, { shape, data: new Float32Array(length).fill(0.01) }];
      }),
    );
  }
});

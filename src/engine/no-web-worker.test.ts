import { Worker } from "node:worker_threads";
import { jit, numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { openJax } from "./jax.ts";

test("a kernel compiled once ONNX Runtime has defined Worker under Node fits the memory made before", async () => {
  await openJax("wasm");
  // As ONNX Runtime does when its first session opens.
  Object.assign(globalThis, { Worker });
  const scaled = jit((x: np.Array) => x.mul(17));
  expect([...(await scaled(np.array([1, 2])).data())]).toEqual([17, 34]);
});

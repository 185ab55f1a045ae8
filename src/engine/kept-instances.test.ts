import { jit, numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { openJax } from "./jax.ts";
import { keepInstances } from "./kept-instances.ts";

test("jax-js asks for an instance at every run of a kernel, and gets the one that it had, with its results", async () => {
  const { Instance: real } = WebAssembly;
  const asked: WebAssembly.Instance[] = [];
  await openJax("wasm");
  const keeping = WebAssembly.Instance;
  expect(keeping).not.toBe(real);
  WebAssembly.Instance = new Proxy(keeping, {
    construct(target, args, newTarget) {
      const instance = Reflect.construct(target, args, newTarget);
      asked.push(instance);
      return instance;
    },
  });
  const double = jit((x: np.Array) => x.mul(2));
  const results = [];
  for (const x of [1, 2, 3]) results.push([...(await (double(np.array([x, 5, 7, 9])) as np.Array).data())]);
  WebAssembly.Instance = keeping;
  expect(results).toEqual([1, 2, 3].map((x) => [2 * x, 10, 14, 18]));
  // If jax-js asked only once, `keepInstances` would no longer be needed.
  expect(asked.length).toBeGreaterThanOrEqual(3);
  expect(new Set(asked.slice(-3)).size).toBe(1);
  double.dispose();
});

test("modules of any other form are made into instances anew", async () => {
  keepInstances();
  // (module (import "env" "memory" (memory 1)) (global (export "g") (mut i32) (i32.const 0)))
  const bytes = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[2, 15, 1, 3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0, 1],
    ...[6, 6, 1, 0x7f, 1, 0x41, 0, 0x0b],
    ...[7, 5, 1, 1, 0x67, 3, 0],
  ]);
  const module = new WebAssembly.Module(bytes);
  const env = { memory: new WebAssembly.Memory({ initial: 1 }) };
  expect(new WebAssembly.Instance(module, { env })).not.toBe(new WebAssembly.Instance(module, { env }));
});

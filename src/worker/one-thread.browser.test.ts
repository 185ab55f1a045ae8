import { expect, test } from "vitest";

test("jax-js computes on the thread it is on, once SharedArrayBuffer is hidden from it", async () => {
  const Native = globalThis.Worker;
  let workers = 0;
  globalThis.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers += 1;
    }
  };
  await import("./one-thread.ts");
  const { jit, numpy: np } = await import("@jax-js/jax");
  const { openJax } = await import("../engine/jax.ts");
  const { chooseDevice } = await import("../engine/device.ts");
  await openJax("wasm");
  const product = jit((x: Parameters<typeof np.matmul>[0]) => np.matmul(x, np.ones([64, 64])));
  const sums = product(np.ones([64, 64])) as ReturnType<typeof np.ones>;
  expect((await sums.data())[0]).toBe(64);
  expect(workers).toBe(0);
  expect((await chooseDevice("wasm")).threads).toBe(1);
  globalThis.Worker = Native;
});

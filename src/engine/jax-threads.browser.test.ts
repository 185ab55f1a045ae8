import { grad, jit, numpy as np } from "@jax-js/jax";
import { beforeAll, expect, test } from "vitest";
import { openJax } from "./jax.ts";

// The threads of jax-js as `patches/` has them: they get all kernels of a program at once, and wait for each other between kernels.

beforeAll(() => openJax("wasm"));

const LENGTH = 5_003;

/** A long chain in whole numbers, of which every kernel reads all that the one before it wrote. */
const chain = jit((x: np.Array) => {
  let y = x;
  for (let i = 0; i < 40; i++) {
    const largest = np.max(y.ref);
    y = largest.sub(np.flip(y, 0)).add(i);
  }
  return y;
});

function chained(x: readonly number[]): number[] {
  let y = x;
  for (let i = 0; i < 40; i++) {
    const largest = Math.max(...y);
    y = y.toReversed().map((n) => largest - n + i);
  }
  return [...y];
}

test("kernels see what kernels before them wrote in other threads", async () => {
  expect(crossOriginIsolated).toBe(true);
  const numbers = Array.from({ length: LENGTH }, (_, i) => (i * 7919) % 1024);
  const right = chained(numbers);
  for (let round = 0; round < 5; round++) {
    const found = (await (chain(np.array(numbers)) as np.Array).data()) as Float32Array;
    expect([...found]).toEqual(right);
  }
});

test("results that are read at once are each their own, also those of a few numbers or none", async () => {
  const lengths = [1, 3, 0, LENGTH, 600, 2, 40_000];
  const made = lengths.map((length, i) => np.exp(np.zeros([length])).mul(i + 1));
  const found = await Promise.all(made.map((array) => array.data()));
  for (const [i, numbers] of found.entries()) {
    expect(numbers).toHaveLength(lengths[i] as number);
    expect([...numbers].every((n) => n === i + 1)).toBe(true);
  }
});

test("a gradient of look-ups waits for its indices, and what follows for the gradient", async () => {
  const rowSums = jit((table: np.Array, rows: np.Array) => {
    const places = rows.mul(2);
    const gradient = grad((all: np.Array) => np.sum(all.slice(places.ref).mul(3)))(table) as np.Array;
    places.dispose();
    return np.sum(gradient, -1);
  });
  const rows = np.array([0, 1, 2, 3, 3], { dtype: np.int32 });
  const sums = (await (rowSums(np.ones([8, 600]), rows) as np.Array).data()) as Float32Array;
  expect([...sums]).toEqual([1800, 0, 1800, 0, 1800, 0, 3600, 0]);
});

import { grad, jit, numpy as np } from "@jax-js/jax";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startCensus } from "../testing/jax-census.ts";
import { openJax } from "./jax.ts";
import { seededRandom } from "./random.ts";

// What `patches/` changes in jax-js 0.1.25.

beforeAll(() => openJax("wasm"));
afterEach(() => vi.restoreAllMocks());

const bits = (numbers: Float32Array) => new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);

describe("kernels with exponentials and quotients", () => {
  /** As many numbers as vectors hold or one less: the last vector would then be broken, and jax-js computes one by one. */
  const whole = 512;
  const numbers = new Float32Array(whole);
  const random = seededRandom(1);
  const special = [0, -0, 88.72, 88.73, -87.33, -87.34, -104, 1e-20, 3e38, -3e38, Number.POSITIVE_INFINITY, Number.NaN];
  numbers.set(special);
  for (let i = special.length; i < whole; i++) numbers[i] = 220 * random() - 110;

  test.each([
    ["exp", np.exp],
    ["reciprocal", np.reciprocal],
    ["sigmoid", (x: np.Array) => np.reciprocal(np.exp(x.neg()).add(1))],
  ])("%s in vectors has the bits that it has one by one", async (_, compute) => {
    const inVectors = (await compute(np.array(numbers)).data()) as Float32Array;
    const oneByOne = (await compute(np.array(numbers.slice(0, whole - 1))).data()) as Float32Array;
    expect(bits(inVectors.slice(0, whole - 1))).toEqual(bits(oneByOne));
  });

  test("are vector kernels", async () => {
    const compile = vi.spyOn(WebAssembly, "compile");
    for (const compute of [np.exp, np.reciprocal]) await compute(np.array(numbers.slice(0, 24))).data();
    const modules = compile.mock.calls.map(([bytes]) => new Uint8Array(bytes as ArrayBuffer));
    const nearest = [0xfd, 0x6a];
    const divide = [0xfd, 0xe7, 0x01];
    expect([nearest, divide].map((sequence) => modules.some((code) => has(code, sequence)))).toEqual([true, true]);
  });
});

function has(code: Uint8Array, sequence: readonly number[]): boolean {
  return code.some((_, at) => sequence.every((byte, i) => code[at + i] === byte));
}

/** Numbers of rows that are and are not multiples of the four that jax-js computes together. */
test.each([
  [3, 8, 5, 8],
  [3, 6, 5, 16],
  [2, 3, 8, 104],
  [4, 12, 24, 24],
  [5, 4, 48, 7],
  [1, 16, 8, 12],
])("%i products of %i × %i and %i columns are those of each by itself", async (batch, rows, inner, columns) => {
  const random = seededRandom(2);
  const filled = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
  const left = filled(batch * rows * inner);
  const right = filled(batch * inner * columns);
  const a = np.array(left, { shape: [batch, rows, inner] });
  const b = np.array(right, { shape: [batch, inner, columns] });
  const turned = np.array(right, { shape: [batch, columns, inner] });
  const product = (await np.matmul(a.ref, b).data()) as Float32Array;
  const ofTurned = (await np.matmul(a, np.matrixTranspose(turned)).data()) as Float32Array;

  for (let at = 0; at < product.length; at++) {
    const n = Math.floor(at / (rows * columns));
    const row = Math.floor(at / columns) % rows;
    const column = at % columns;
    let [straight, across] = [0, 0];
    for (let k = 0; k < inner; k++) {
      const x = left[(n * rows + row) * inner + k] as number;
      straight += x * (right[(n * inner + k) * columns + column] as number);
      across += x * (right[(n * columns + column) * inner + k] as number);
    }
    expect(Math.abs((product[at] as number) - straight)).toBeLessThan(1e-5);
    expect(Math.abs((ofTurned[at] as number) - across)).toBeLessThan(1e-5);
  }
});

test("the gradient of rows that are looked up is the sum over the places where each was", async () => {
  const table = np.array(
    Float32Array.from({ length: 12 }, (_, i) => i),
    { shape: [4, 3] },
  );
  // The first four of six: they lie in an array that is longer than they are.
  const rows = np.array([2, 0, 2, 3, 1, 1], { dtype: np.int32 }).slice([0, 4]);
  const weights = np.array([1, 10, 100, 1000]).reshape([4, 1]);
  const looked = (all: np.Array) => np.sum(all.slice(rows.ref).mul(weights.ref));
  const gradient = (await grad(looked)(table).data()) as Float32Array;
  expect([...gradient]).toEqual([10, 10, 10, 0, 0, 0, 101, 101, 101, 1000, 1000, 1000]);
  for (const array of [rows, weights]) array.dispose();
});

test("arrays that one program gives are ready one by one, in any order, also where some are thrown away before", async () => {
  const program = jit((x: np.Array) => [x.ref.add(1), x.ref.mul(2), x.mul(3)] as [np.Array, np.Array, np.Array]);
  const census = startCensus("wasm");
  const [first, second, third] = program(np.array([1, 2])) as [np.Array, np.Array, np.Array];
  third.dispose();
  const again = program(second) as [np.Array, np.Array, np.Array];
  expect([...((await again[2].data()) as Float32Array)]).toEqual([6, 12]);
  again[0].dispose();
  expect([...((await first.data()) as Float32Array)]).toEqual([2, 3]);
  expect([...((await again[1].data()) as Float32Array)]).toEqual([4, 8]);
  expect(census.arrays()).toBe(0);
  census.stop();
  program.dispose();
});

test("an array that is spread over an axis, and the turned one, are added to the right numbers", async () => {
  const [A, B, C, D] = [3, 2, 5, 4];
  const spread = np.arange(A * B * C).reshape([A, B, C, 1]);
  const turned = np
    .arange(C * A * B * D)
    .reshape([C, A, B, D])
    .transpose([1, 2, 0, 3]);
  const middle = np
    .arange(B * C)
    .mul(1000)
    .reshape([1, B, C, 1]);
  const sum = jit((x: np.Array, y: np.Array, z: np.Array) => x.add(y).add(z));
  const found = (await sum(
    spread.astype(np.float32),
    turned.astype(np.float32),
    middle.astype(np.float32),
  ).data()) as Float32Array;
  const right = found.map((_, at) => {
    const [a, b, c, d] = [
      Math.floor(at / (B * C * D)),
      Math.floor(at / (C * D)) % B,
      Math.floor(at / D) % C,
      at % D,
    ] as const;
    return (a * B + b) * C + c + ((c * A + a) * B + b) * D + d + 1000 * (b * C + c);
  });
  expect([...found]).toEqual([...right]);
  sum.dispose();
});

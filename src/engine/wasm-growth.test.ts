import { expect, test } from "vitest";
import { growAhead } from "./wasm-growth.ts";

const PAGE = 65_536;

test("a Wasm memory that cannot grow says how much it holds and how much more it was asked for", () => {
  growAhead();
  growAhead();
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 32 });
  expect(memory.grow(8)).toBe(16);
  expect(() => memory.grow(16)).toThrow(/^There is no room.* memory of 1\.6 MB cannot grow by 1\.0 MB/);
  expect(memory.buffer.byteLength).toBe(24 * PAGE);
});

test("a small memory grows ahead, a large one by what it is asked for", () => {
  growAhead();
  const memory = new WebAssembly.Memory({ initial: 1 });
  expect(memory.grow(1)).toBe(1);
  expect(memory.buffer.byteLength).toBe(257 * PAGE);
  expect(memory.grow(8192)).toBe(257);
  expect(memory.grow(1)).toBe(8449);
  expect(memory.buffer.byteLength).toBe(8450 * PAGE);
});

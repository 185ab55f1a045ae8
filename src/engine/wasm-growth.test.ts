import { expect, test } from "vitest";
import { tellFailedGrowth } from "./wasm-growth.ts";

test("a Wasm memory that cannot grow says how much it holds and how much more it was asked for", () => {
  tellFailedGrowth();
  tellFailedGrowth();
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 32 });
  expect(memory.grow(8)).toBe(16);
  expect(() => memory.grow(16)).toThrow(/^There is no room.* memory of 1\.6 MB cannot grow by 1\.0 MB/);
  expect(memory.buffer.byteLength).toBe(24 * 65_536);
});

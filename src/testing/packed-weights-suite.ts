import { jit } from "@jax-js/jax";
import { beforeAll, describe, expect, test } from "vitest";
import { type Bits, packedBytes, toPackedParameters, unpackedParameters } from "../engine/decoder/packed-weights.ts";
import { disposeParameters, toWeights } from "../engine/decoder/parameters.ts";
import type { Backend } from "../engine/device.ts";
import { openJax } from "../engine/jax.ts";
import { seededRandom } from "../engine/random.ts";

/** Packed matrices on one backend. */
export function describePacked(backend: Backend): void {
  beforeAll(() => openJax(backend));

  describe.each<Bits>([8, 4])("matrices in %i bits", (bits) => {
    test("come back within half a step of their block's scale, its largest number as it is; others as they were", async () => {
      const random = seededRandom(bits);
      const data = Float32Array.from({ length: 3 * 64 }, () => 2 * random() - 1);
      data.fill(0, 64, 96);
      const norm = { shape: [64], data: data.slice(0, 64) };
      const narrow = { shape: [2, 5], data: data.slice(0, 10) };
      const weights = new Map(Object.entries({ matrix: { shape: [3, 64], data }, norm, narrow }));
      const params = toPackedParameters(weights, bits);
      const bytes = Object.values(params).reduce((sum, array) => sum + 4 * array.size, 0);
      expect(bytes).toBe(packedBytes(bits) * data.length + 4 * (64 + 10));
      const unpack = jit(unpackedParameters as never) as unknown as typeof unpackedParameters & { dispose(): void };
      const found = unpack(params);
      const back = await toWeights(found);
      disposeParameters(found);
      unpack.dispose();
      expect(back.get("norm")).toEqual(norm);
      expect(back.get("narrow")).toEqual(narrow);
      const matrix = back.get("matrix");
      expect(matrix?.shape).toEqual([3, 64]);
      for (let start = 0; start < data.length; start += 32) {
        const block = data.slice(start, start + 32);
        const largest = block.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        const gaps = block.map((x, i) => Math.abs(x - (matrix?.data[start + i] as number)));
        expect(Math.max(...gaps)).toBeLessThanOrEqual(largest / (2 ** bits - 2) + 1e-6);
        expect(gaps[block.findIndex((x) => Math.abs(x) === largest)]).toBeLessThan(1e-6);
      }
    });
  });
}

import { beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import type { Backend } from "../engine/device.ts";
import { openJax } from "../engine/jax.ts";
import { runDecoder } from "./decoder-golden.ts";
import { GOLDEN_DECODERS, goldenExpectation, goldenSource } from "./golden.ts";

/** Tolerance of float32 against float64 reference values. */
const TOLERANCE = 1e-4;

/** Tests the jax-js decoder on one backend against every golden sequence. */
export function describeDecoder(backend: Backend): void {
  describe(`decoder on ${backend}`, () => {
    beforeAll(() => openJax(backend));

    for (const name of GOLDEN_DECODERS) {
      test(`${name} gives the reference hidden states, logits and rewards`, async () => {
        const checkpoint = await loadCheckpoint(await goldenSource(name));
        for (const sequence of goldenExpectation(name).sequences) {
          const outputs = await runDecoder(checkpoint, sequence.input_ids, sequence.attention_mask);
          sequence.attention_mask.forEach((visible, t) => {
            if (!visible) return;
            const at = `${sequence.name}, position ${t}`;
            expect(largestGap(outputs.hidden[t], sequence.last_hidden[t]), at).toBeLessThan(TOLERANCE);
            expect(largestGap(outputs.logits[t], sequence.logits[t]), at).toBeLessThan(TOLERANCE);
            expect(largestGap([outputs.rewards[t]], [sequence.rewards[t]]), at).toBeLessThan(TOLERANCE);
          });
        }
      });
    }
  });
}

/** The largest difference; NaN if a value is missing, so that no comparison passes by accident. */
function largestGap(found: (number | undefined)[] = [], expected: (number | undefined)[] = []): number {
  if (found.length !== expected.length) return Number.NaN;
  return Math.max(...found.map((x, i) => Math.abs((x ?? Number.NaN) - (expected[i] ?? Number.NaN))));
}

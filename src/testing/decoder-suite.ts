import { beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import type { Backend } from "../engine/device.ts";
import { openJax } from "../engine/jax.ts";
import { type DecoderOutputs, runDecoderBatch } from "./decoder-golden.ts";
import { type DecoderSequence, GOLDEN_DECODERS, goldenExpectation, goldenSource } from "./golden.ts";

/** Tolerance of float32 against float64 reference values. */
const TOLERANCE = 1e-4;

/**
 * Tests the jax-js decoder on one backend against every golden sequence: one by one, and on WebGPU as the rows of one
 * batch, since a software GPU compiles its shaders for every shape.
 */
export function describeDecoder(backend: Backend): void {
  describe(`decoder on ${backend}`, () => {
    beforeAll(() => openJax(backend));

    for (const name of GOLDEN_DECODERS) {
      test(`${name} gives the reference hidden states, logits and rewards`, async () => {
        const checkpoint = await loadCheckpoint(await goldenSource(name));
        const { sequences } = goldenExpectation(name);
        for (const batch of backend === "webgpu" ? [sequences] : sequences.map((sequence) => [sequence])) {
          const length = Math.max(...batch.map((sequence) => sequence.input_ids.length));
          const padded = (row: number[]) => [...row, ...Array<number>(length - row.length).fill(0)];
          const rows = await runDecoderBatch(
            checkpoint,
            batch.map((sequence) => padded(sequence.input_ids)),
            batch.map((sequence) => padded(sequence.attention_mask)),
          );
          for (const [i, sequence] of batch.entries()) expectSequence(rows[i] as DecoderOutputs, sequence);
        }
      });
    }
  });
}

function expectSequence(outputs: DecoderOutputs, sequence: DecoderSequence): void {
  sequence.attention_mask.forEach((visible, t) => {
    if (!visible) return;
    const at = `${sequence.name}, position ${t}`;
    expect(largestGap(outputs.hidden[t], sequence.last_hidden[t]), at).toBeLessThan(TOLERANCE);
    expect(largestGap(outputs.logits[t], sequence.logits[t]), at).toBeLessThan(TOLERANCE);
    expect(largestGap([outputs.rewards[t]], [sequence.rewards[t]]), at).toBeLessThan(TOLERANCE);
  });
}

/** The largest difference; NaN if a value is missing, so that no comparison passes by accident. */
function largestGap(found: (number | undefined)[] = [], expected: (number | undefined)[] = []): number {
  if (found.length !== expected.length) return Number.NaN;
  return Math.max(...found.map((x, i) => Math.abs((x ?? Number.NaN) - (expected[i] ?? Number.NaN))));
}

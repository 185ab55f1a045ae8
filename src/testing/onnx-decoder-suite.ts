import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { decoderModel } from "../engine/onnx/decoder-graph.ts";
import type { CacheForm } from "../engine/onnx/kv-cache.ts";
import { type DecoderSession, openSession, type RuntimeOptions } from "../engine/onnx/session.ts";
import { denseBatch, rightPaddedBatch, type TokenBatch } from "../engine/onnx/token-batch.ts";
import { GOLDEN_DECODERS, goldenExpectation, goldenSource } from "./golden.ts";

/** Tolerance of float32 against float64 reference values. */
const TOLERANCE = 1e-4;
/** Tolerance between two ways of computing the same values. */
const CLOSE = 2e-5;

/**
 * Tests the ONNX decoder on one backend against every golden sequence, and with cache and masks against itself.
 * @param form the form of its cache
 * @param inFull the decoders whose cache, masks and padding are tested: a software GPU compiles shaders for every shape,
 *   and decoders treat all three alike
 */
export function describeOnnxDecoder(
  options: RuntimeOptions,
  form: CacheForm,
  inFull: readonly string[] = GOLDEN_DECODERS,
): void {
  describe.for(GOLDEN_DECODERS)(`%s as an ONNX graph on ${options.backend} with ${form} keys`, (name) => {
    const sequences = goldenExpectation(name).sequences;
    const long = sequences.find((sequence) => sequence.name === "long");
    const ids = (long ?? sequences[0])?.input_ids ?? [];
    const vocabSize = sequences[0]?.logits[0]?.length ?? 0;
    let session: DecoderSession;

    beforeAll(async () => {
      const { config, weights, valueHead } = await loadCheckpoint(await goldenSource(name));
      session = await openSession(
        decoderModel(config, weights, valueHead, { logits: true, cache: form }),
        config,
        options,
      );
    });
    afterAll(() => session.release());

    /** Logits and rewards of one batch, computed without a cache. */
    async function run(batch: TokenBatch): Promise<{ logits: Float32Array; rewards: Float32Array }> {
      const { logits, rewards, cache } = await session.run(batch, null);
      cache.dispose();
      return { logits: logits as Float32Array, rewards: rewards as Float32Array };
    }

    // A software GPU compiles shaders for every shape: there all sequences are rows of one batch.
    const batches = options.backend === "webgpu" ? [sequences] : sequences.map((sequence) => [sequence]);

    test.for(batches.map((batch) => ({ batch, names: batch.map((sequence) => sequence.name).join(", ") })))(
      "gives the reference logits and rewards of $names",
      async ({ batch }) => {
        const padded = rightPaddedBatch(batch.map((sequence) => sequence.input_ids));
        const rest = (mask: number[]) => Array<number>(padded.length - mask.length).fill(0);
        const attentionMask = batch.flatMap(({ attention_mask: mask }) => [...mask, ...rest(mask)]);
        const { logits, rewards } = await run({ ...padded, attentionMask });
        for (const [row, sequence] of batch.entries()) {
          const [start, end] = [row * padded.length, row * padded.length + sequence.input_ids.length];
          const found = logits.subarray(start * vocabSize, end * vocabSize);
          expect(largestGap(found, sequence.logits.flat()), sequence.name).toBeLessThan(TOLERANCE);
          expect(largestGap(rewards.subarray(start, end), sequence.rewards), sequence.name).toBeLessThan(TOLERANCE);
        }
      },
    );

    const testInFull = test.runIf(inFull.includes(name));

    testInFull("token by token with a cache gives what the whole gives", async () => {
      const whole = await run(denseBatch(1, ids, 0));
      let { logits, cache } = await session.run(denseBatch(1, ids.slice(0, 3), 0), null);
      const stepped = [...(logits as Float32Array)];
      for (const id of ids.slice(3)) {
        const next = await session.run(denseBatch(1, [id], cache.length), cache);
        cache.dispose();
        cache = next.cache;
        stepped.push(...(next.logits as Float32Array));
      }
      cache.dispose();
      expect(cache.length).toBe(ids.length);
      expect(largestGap(stepped, whole.logits)).toBeLessThan(CLOSE);
    });

    testInFull("several tokens behind a cache of picked rows give what the whole gives", async () => {
      const [head, tail] = [ids.slice(0, 4), ids.slice(4)];
      const other = head.map((id) => (id + 1) % vocabSize);
      const prompt = await session.run(denseBatch(2, [...head, ...other], 0), null);
      const picked = await session.selectRows(prompt.cache, [1, 0, 0]);
      prompt.cache.dispose();
      const { logits, cache } = await session.run(denseBatch(3, [...tail, ...tail, ...tail], 4), picked);
      picked.dispose();
      cache.dispose();
      const expected = [other, head, head].map(async (start) => {
        return (await run(denseBatch(1, [...start, ...tail], 0))).logits.subarray(4 * vocabSize);
      });
      const found = logits as Float32Array;
      const size = tail.length * vocabSize;
      for (const [row, reference] of (await Promise.all(expected)).entries()) {
        expect(largestGap(found.subarray(row * size, (row + 1) * size), reference)).toBeLessThan(CLOSE);
      }
    });

    testInFull("two continuations of one cache do not disturb each other", async () => {
      const [head, one, two] = [ids.slice(0, 4), ids[4] as number, ids[5] as number];
      const prompt = await session.run(denseBatch(1, head.slice(0, 3), 0), null);
      // A grown cache has free room after its positions, which both continuations would like to write to.
      const parent = await session.run(denseBatch(1, head.slice(3), 3), prompt.cache);
      const first = await session.run(denseBatch(1, [one], 4), parent.cache);
      const second = await session.run(denseBatch(1, [two], 4), parent.cache);
      const onward = await session.run(denseBatch(1, [two], 5), first.cache);
      for (const { cache } of [prompt, parent, first, second, onward]) cache.dispose();
      const last = async (tokens: number[]) => (await run(denseBatch(1, tokens, 0))).logits.slice(-vocabSize);
      expect(largestGap(second.logits ?? [], await last([...head, two]))).toBeLessThan(CLOSE);
      expect(largestGap(onward.logits ?? [], await last([...head, one, two]))).toBeLessThan(CLOSE);
    });

    testInFull("padding on either side changes nothing", async () => {
      const short = ids.slice(0, 5);
      const pad = ids.length - short.length;
      const alone = await run(denseBatch(1, short, 0));
      const right = await run(rightPaddedBatch([short, ids]));
      expect(largestGap(right.rewards.subarray(0, short.length), alone.rewards)).toBeLessThan(CLOSE);
      const left = await run({
        rows: 2,
        length: ids.length,
        inputIds: [...Array(pad).fill(0), ...short, ...ids],
        positionIds: [...Array(pad).fill(0), ...short.keys(), ...ids.keys()],
        attentionMask: [...Array(pad).fill(0), ...Array(short.length + ids.length).fill(1)],
      });
      expect(largestGap(left.rewards.subarray(pad, ids.length), alone.rewards)).toBeLessThan(CLOSE);
      expect(largestGap(left.rewards.subarray(ids.length), (await run(denseBatch(1, ids, 0))).rewards)).toBeLessThan(
        CLOSE,
      );
    });

    testInFull("a query that sees nothing gives finite numbers", async () => {
      const { logits } = await run({ ...denseBatch(1, ids, 0), attentionMask: new Uint8Array(ids.length) });
      expect(logits.every(Number.isFinite)).toBe(true);
    });
  });
}

/** The largest difference; NaN if a value is missing, so that no comparison passes by accident. */
function largestGap(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.NaN;
  return Math.max(...Array.from(found, (x, i) => Math.abs(x - (expected[i] as number))));
}

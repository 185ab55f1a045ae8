import { describe, expect, test } from "vitest";
import { SMOLLM2_135M } from "../../testing/smollm2.ts";
import { parseConfig } from "../checkpoint/config.ts";
import { seededRandom } from "../random.ts";
import { BatchShapes, batchesPerProgram, type Parts } from "./batch-shapes.ts";

const random = seededRandom(3);
/** Batches of which most are short and a few are long. */
const batches: Parts[] = Array.from({ length: 100 }, (_, i) => ({
  prompt: 30 + Math.floor(random() * 20),
  own: (i % 10 === 0 ? 60 : 20) + Math.floor(random() * 20),
}));

function shapesOf(shapes: BatchShapes): Set<string> {
  return new Set(batches.map((parts) => JSON.stringify(shapes.widths(parts))));
}

/** Positions and programs of all batches, in batches of usual size. */
function cost(shapes: BatchShapes, count: number, compile: number): number {
  const positions = ({ prompt, own }: Parts) => prompt + 2 * own;
  const mean = (widths: (parts: Parts) => Parts) =>
    batches.reduce((sum, parts) => sum + positions(widths(parts)), 0) / batches.length;
  const usual = mean(({ prompt, own }) => ({ prompt: 8 * Math.ceil(prompt / 8), own: 8 * Math.ceil(own / 8) }));
  return (count * mean((parts) => shapes.widths(parts))) / usual + compile * shapesOf(shapes).size;
}

describe("the shapes of a run's batches", () => {
  test("hold every batch, in whole vectors, and one that was not looked at in buckets", () => {
    const shapes = BatchShapes.planned(batches, 100, 12);
    for (const parts of batches) {
      const { prompt, own } = shapes.widths(parts);
      expect(prompt).toBeGreaterThanOrEqual(parts.prompt);
      expect(own).toBeGreaterThanOrEqual(parts.own);
      expect([prompt % 8, own % 8]).toEqual([0, 0]);
    }
    expect(shapes.widths({ prompt: 3, own: 200 })).toEqual({ prompt: 8, own: 208 });
    expect(BatchShapes.planned([], 10, 12).widths({ prompt: 0, own: 17 })).toEqual({ prompt: 8, own: 32 });
  });

  test("are few for a short run and more for a long one, and cost less than buckets in both", () => {
    const sizes = [8, 100, 1_000, 100_000].map((count) => {
      const shapes = BatchShapes.planned(batches, count, 12);
      expect(cost(shapes, count, 12)).toBeLessThanOrEqual(cost(BatchShapes.bucketed, count, 12));
      return shapesOf(shapes).size;
    });
    expect(sizes[0]).toBe(1);
    expect(sizes[1]).toBe(2);
    expect(sizes[3]).toBeGreaterThan(sizes[2] as number);
  });

  test("where a program costs nothing, no batch is padded further than to whole vectors", () => {
    const shapes = BatchShapes.planned(batches, 100, 0);
    expect(cost(shapes, 1, 0)).toBeCloseTo(1, 9);
    expect([shapes.targets(128), BatchShapes.planned(batches, 100, 12).targets(128)]).toEqual([64, 128]);
  });
});

test("a program of a small decoder takes as long as many of its batches, one of a large decoder less than a batch", () => {
  const large = parseConfig(SMOLLM2_135M);
  const small = { ...large, layerCount: 6, hiddenSize: 96, intermediateSize: 256, vocabSize: 256 };
  const upper = batchesPerProgram(small, 1, 600);
  expect(upper).toBeGreaterThan(10);
  expect(batchesPerProgram(small, 6, 1200)).toBeLessThan(upper);
  expect(batchesPerProgram(large, 30, 1024)).toBeLessThan(1);
});

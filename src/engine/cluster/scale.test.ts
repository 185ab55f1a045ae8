import { expect, test } from "vitest";
import {
  adapterNumbers,
  backboneNumbers,
  type DecoderSize,
  GPU_COUNTS,
  memoryOf,
  operationsAToken,
  SIZES,
  scaleMarkdown,
  scaleTable,
  secondHeadNumbers,
  totalBytes,
} from "./scale.ts";

const [gemma, llama] = SIZES as [DecoderSize, DecoderSize];

test("numbers are those that the models' pages state", () => {
  // Gemma 2B has 2.51 billion with its tied head; Llama 3 8B 8.03 billion with an output embedding of 0.53.
  expect(backboneNumbers(gemma)).toBe(2_506_172_416);
  expect(backboneNumbers(llama) + secondHeadNumbers(llama)).toBe(8_030_261_248);
});

test("a size worked by hand", () => {
  const tiny = {
    ...{ name: "tiny", layers: 1, hidden: 4, intermediate: 8, heads: 2, kvHeads: 1 },
    ...{ headDim: 2, vocabulary: 10 },
  };
  // q 16, k and v 8 each, o 16, gate, up and down 32 each: 144; norms 3 · 4; tokens 40.
  expect(backboneNumbers(tiny)).toBe(196);
  // Rank 1: q 8, k and v 6 each, o 8, gate, up and down 12 each.
  expect(adapterNumbers(tiny, 1)).toBe(64);
  const one = memoryOf(tiny, "full", 1, 16, "one GPU");
  expect(one.weights + one.optimiser).toBe(16 * 196);
  expect(one.secondHead).toBe(16 * 40);
  const eight = memoryOf(tiny, "full", 8, 16, "ZeRO-2");
  expect(eight.weights).toBe(2 * 196);
  expect(eight.optimiser).toBe((14 / 8) * 196);
  const divided = memoryOf(tiny, "full", 8, 16, "ZeRO-3 or FSDP");
  expect(divided.weights + divided.optimiser).toBe(2 * 196);
  // Forward, again, two gradients: 8 · 144; attention 4 · (2 · 16 · 4); text 8 · 40 / 4.
  expect(operationsAToken(tiny, "full", 16)).toBe(8 * 144 + 4 * 128 + 80);
});

test("what fits holds, and dividing more never takes more", () => {
  for (const { size, tuning, gpus, length, scaling, memory } of scaleTable()) {
    if (scaling !== null) expect(totalBytes(memory)).toBeLessThanOrEqual(72e9);
    if (gpus === 1) continue;
    const [some, all] = (["ZeRO-2", "ZeRO-3 or FSDP"] as const).map((way) =>
      totalBytes(memoryOf(size, tuning, gpus, length, way)),
    ) as [number, number];
    expect(all).toBeLessThan(some);
  }
  const full = scaleTable().filter(
    ({ size, tuning, length }) => size === llama && tuning === "full" && length === 1024,
  );
  expect(full.map(({ gpus, scaling }) => [gpus, scaling])).toEqual([
    [1, null],
    [8, "ZeRO-2"],
    [64, "ZeRO-2"],
  ]);
});

test("the table has a line for every case, and none of its figures is missing", () => {
  const lines = scaleMarkdown().split("\n");
  expect(lines.filter((line) => /\| (lora|full) \|/.test(line))).toHaveLength(SIZES.length * 2 * GPU_COUNTS.length * 2);
  expect(lines.join("\n")).not.toMatch(/NaN|undefined|Infinity/);
});

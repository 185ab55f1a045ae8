import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { decoderGraph } from "./decoder-graph.ts";
import type { HostCache } from "./host-cache.ts";
import { openSession } from "./session.ts";
import { denseBatch } from "./token-batch.ts";

test("a cache grows in place within its room, and gives the same beyond it", async () => {
  const { config, weights, valueHead } = await loadCheckpoint(await goldenSource("llama"));
  const graph = decoderGraph(config, weights, valueHead, { logits: false });
  const session = await openSession(graph, config, { backend: "wasm", threads: 1 });
  const rows = [0, 1, 2].map((row) => Array.from({ length: 40 }, (_, i) => (7 * i + 5 * row + 1) % config.vocabSize));
  const columns = (from: number, to: number) => rows.flatMap((ids) => ids.slice(from, to));
  const whole = await session.run(denseBatch(3, columns(0, 40), 0), null);

  let { cache } = await session.run(denseBatch(3, columns(0, 29), 0), null);
  const stores = [(cache as HostCache).store];
  for (let t = 29; t < 40; t++) {
    const next = await session.run(denseBatch(3, columns(t, t + 1), t), cache);
    cache = next.cache;
    stores.push((cache as HostCache).store);
    next.rewards?.forEach((reward, row) => {
      expect(Math.abs(reward - (whole.rewards?.[row * 40 + t] ?? Number.NaN))).toBeLessThan(2e-5);
    });
  }
  expect(new Set(stores).size).toBe(3);
  expect(stores.map(({ capacity }) => capacity)).toEqual([29, 32, 32, 32, ...Array(8).fill(48)]);
  await session.release();
});

import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { decoderModel } from "./decoder-graph.ts";
import type { HostCache } from "./host-cache.ts";
import { openSession } from "./session.ts";
import { denseBatch } from "./token-batch.ts";

test("a cache grows in place within its room, and gives the same beyond it", async () => {
  const { config, weights, valueHead } = await loadCheckpoint(await goldenSource("llama"));
  const graph = decoderModel(config, weights, valueHead, { logits: false, cache: "fresh" });
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

test("rows that continue one row have its positions once, and give what they give with positions of their own", async () => {
  const { config, weights, valueHead } = await loadCheckpoint(await goldenSource("qwen2"));
  const model = decoderModel(config, weights, valueHead, { logits: false, cache: "fresh" });
  const session = await openSession(model, config, { backend: "wasm", threads: 1 });
  const ids = (from: number, count: number) => Array.from({ length: count }, (_, i) => (7 * (from + i)) % 40);
  const read = await session.run(denseBatch(1, ids(0, 9), 0), null);
  const grown = await session.run(denseBatch(1, ids(9, 1), 9), read.cache);
  // Written behind the positions of the cache that is repeated, in the store that both have.
  await session.run(denseBatch(1, ids(30, 3), 10), grown.cache);
  const repeated = (await session.selectRows(grown.cache, [0, 0, 0])) as HostCache;
  expect([repeated.shared.length, repeated.length, repeated.store.values.length]).toEqual([10, 10, 0]);
  const [one, two] = [[1, 2, 3], ids(3, 6)];
  const first = await session.run(denseBatch(3, one, 10), repeated);
  const picked = (await session.selectRows(first.cache, [2, 0])) as HostCache;
  expect([picked.shared, picked.length]).toEqual([repeated.shared, 11]);
  const { rewards } = await session.run(denseBatch(2, two, 11), picked);
  for (const [row, token] of [3, 1].entries()) {
    const whole = [...ids(0, 10), token, ...two.slice(3 * row, 3 * row + 3)];
    const alone = (await session.run(denseBatch(1, whole, 0), null)).rewards?.slice(11) as Float32Array;
    const gaps = Array.from(alone, (reward, t) => Math.abs(reward - (rewards?.[3 * row + t] ?? Number.NaN)));
    expect(Math.max(...gaps)).toBeLessThan(2e-5);
  }
  await session.release();
});

import { expect, test } from "vitest";
import { tryWrites } from "./storage-writes.ts";

test("trouble before and after every write leaves whole what was said to be saved, and nothing half", async () => {
  const tried = await tryWrites();
  expect(tried.flatMap(({ story, faults }) => faults.map((fault) => `${story}: ${fault}`))).toEqual([]);
  // A story without writes would test nothing.
  expect(Math.min(...tried.map(({ writes }) => writes))).toBeGreaterThan(3);
});

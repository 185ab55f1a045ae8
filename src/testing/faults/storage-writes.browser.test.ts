import { expect, test } from "vitest";
import { backend } from "../../storage/backend.ts";
import { tryWrites } from "./storage-writes.ts";

test("a write or removal cut in the middle, as the private file system knows it, leaves whole what was said to be saved", async () => {
  expect((await backend()).kind).toBe("disk");
  const tried = await tryWrites(["crashes within"]);
  expect(tried.flatMap(({ story, faults }) => faults.map((fault) => `${story}: ${fault}`))).toEqual([]);
  expect(Math.min(...tried.map(({ writes }) => writes))).toBeGreaterThan(3);
  const root = await navigator.storage.getDirectory();
  await expect(root.getDirectoryHandle("runs")).rejects.toMatchObject({ name: "NotFoundError" });
});

import { afterAll, expect, test, vi } from "vitest";

// Storage in memory, without locks, and without what other tests of this process have stored.
vi.stubGlobal("navigator", {});
afterAll(() => void vi.unstubAllGlobals());
vi.resetModules();
const { backend } = await import("../storage/backend.ts");
const { createDataSets } = await import("./data-sets.ts");
const { createRuns } = await import("./runs.ts");

/** Files without a record, as a page leaves them that goes away while it stores something. */
async function half(...paths: string[]): Promise<void> {
  const { files } = await backend();
  for (const path of paths) await files.write(path, new Uint8Array(10));
}

const embedded = { name: "none", train: "none", heldOut: null };
const opening = [
  ["data sets", () => createDataSets(), ["data/one/0", "data/one/1", "data/other/0"]],
  [
    "runs and policies",
    () => createRuns({ request: () => Promise.reject(new Error("not in this test")) }, embedded, ""),
    ["runs/one/snapshot/1/a", "policies/two/1/a", "policy-adapters/two/1/a"],
  ],
] as const;

test.for(opening)("half-stored %s are removed and told once", async ([, opened, paths]) => {
  await half(...paths);
  const list = opened();
  const close = list.open();
  await expect.poll(() => list.store.getState().mended, { timeout: 30_000 }).toEqual({ things: 2, bytes: 30 });
  close();
  const again = opened();
  const { files } = await backend();
  const folder = paths[0].split("/")[0] as string;
  await expect.poll(() => files.list(folder), { timeout: 30_000 }).toEqual([]);
  const stop = again.open();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(again.store.getState().mended).toBeNull();
  stop();
});

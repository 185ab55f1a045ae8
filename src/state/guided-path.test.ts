import { afterAll, beforeEach, expect, test, vi } from "vitest";

const kept = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});
afterAll(() => void vi.unstubAllGlobals());

/** The module as a page that has just been opened has it. */
async function opened() {
  vi.resetModules();
  return import("./guided-path.ts");
}

beforeEach(() => kept.clear());

test("a stop is done by its own act alone, and a visitor who comes back goes on where they were", async () => {
  const first = await opened();
  first.did("generate");
  expect(first.guidedPath.getState()).toEqual({ status: "offered", stop: 0, done: false });
  first.beginPath();
  first.did("branch");
  expect(first.guidedPath.getState().done).toBe(false);
  first.did("generate");
  expect(first.guidedPath.getState().done).toBe(true);
  first.walk(1);
  expect(first.guidedPath.getState()).toEqual({ status: "walking", stop: 1, done: false });
  expect((await opened()).guidedPath.getState()).toEqual({ status: "walking", stop: 1, done: false });
});

test("behind its last stop the path is put away, and stays so", async () => {
  const path = await opened();
  path.beginPath();
  path.walk(-1);
  expect(path.guidedPath.getState().stop).toBe(0);
  for (const _ of path.ACTS) path.walk(1);
  expect(path.guidedPath.getState().status).toBe("put-away");
  expect((await opened()).guidedPath.getState().status).toBe("put-away");
});

test("what is kept and makes no sense begins the path anew", async () => {
  for (const text of ['{"status":"walking","stop":99}', '{"status":"walking","stop":"1"}', "[", "null"]) {
    kept.set("guided-path", text);
    expect((await opened()).guidedPath.getState().status, text).toBe("offered");
  }
});

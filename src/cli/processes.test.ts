import { afterEach, expect, test } from "vitest";
import type { Counting } from "../testing/counting-process.ts";
import { ProcessPool } from "./processes.ts";

const module = new URL("../testing/counting-process.ts", import.meta.url);
let pool: ProcessPool<Counting>;
afterEach(() => pool.close());

test("every question is answered, by as many processes as were asked for", async () => {
  pool = new ProcessPool<Counting>(module, 2, 100);
  const answers = await Promise.all(Array.from({ length: 9 }, (_, i) => pool.ask("count", i)));
  expect(answers.map(({ total }) => total)).toEqual([100, 101, 102, 103, 104, 105, 106, 107, 108]);
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(2);
  const asked = (pid: number) => Math.max(...answers.filter((each) => each.pid === pid).map((each) => each.asked));
  expect([...new Set(answers.map(({ pid }) => pid))].reduce((sum, pid) => sum + asked(pid), 0)).toBe(9);
});

test("an error crosses as it was said, and the process goes on", async () => {
  pool = new ProcessPool<Counting>(module, 1, 0);
  await expect(pool.ask("refuse", "Not this")).rejects.toThrow("Not this. Ask for something else.");
  expect((await pool.ask("count", 1)).total).toBe(1);
});

test("a process that ends before it has answered is an error, not a wait", async () => {
  pool = new ProcessPool<Counting>(module, 1, 0);
  await expect(pool.ask("end")).rejects.toThrow("exit code 3");
});

test("a process has the flags of this one, and loads what it needs itself", async () => {
  const flags = process.execArgv;
  process.execArgv = ["--stack-size=900", "--import", "data:text/javascript,", "--require=./none.js"];
  pool = new ProcessPool<Counting>(module, 1, 0);
  process.execArgv = flags;
  expect(await pool.ask("flags")).toEqual(["--stack-size=900", "--import", expect.stringContaining("tsx")]);
});

test("what cannot be opened is the answer to every question", async () => {
  pool = new ProcessPool<Counting>(module, 1, -1);
  await expect(pool.ask("count", 1)).rejects.toThrow("It cannot count from there");
  await expect(pool.ask("count", 1)).rejects.toThrow("It cannot count from there");
});

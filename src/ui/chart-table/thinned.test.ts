import { expect, test } from "vitest";
import { thinned } from "./thinned.ts";

test("a short list is whole; a long one keeps its ends and entries evenly between them", () => {
  expect(thinned(0, 3)).toEqual([]);
  expect(thinned(3, 3)).toEqual([0, 1, 2]);
  expect(thinned(5, 3)).toEqual([0, 2, 4]);
  const many = thinned(10_001, 101);
  expect([many.length, many[0], many[1], many.at(-1)]).toEqual([101, 0, 100, 10_000]);
});

import { expect, test } from "vitest";
import type { Row } from "../rows.ts";
import { sortedRows } from "./sorted-rows.ts";

const rows = [0.2, null, 0.9].map(
  (a, i) => ({ key: String(i), places: { a }, trial: { seconds: i } }) as unknown as Row,
);
const keys = (sorted: Row[]) => sorted.map(({ key }) => key).join("");

test("what a trial has nothing of comes last, whichever way is sorted", () => {
  expect(keys(sortedRows(rows, { column: "a", descending: true }))).toBe("201");
  expect(keys(sortedRows(rows, { column: "a", descending: false }))).toBe("021");
  expect(keys(sortedRows(rows, { column: "seconds", descending: true }))).toBe("210");
});

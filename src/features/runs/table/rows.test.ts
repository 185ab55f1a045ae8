import { expect, test } from "vitest";
import { speak } from "../../../i18n/i18n.ts";
import { testRun } from "../../../testing/runs.ts";
import { filterRuns, sortRuns } from "./rows.ts";

const final = (accuracy: number) => ({ loss: 1 - accuracy, accuracy, margin: 1 });
const runs = [
  testRun({ id: "a", name: "ICRM paper", method: "icrm", final: final(0.8) }),
  testRun({ id: "b", name: "plain", note: "for the talk", method: "bt", final: final(0.9), status: "stopped" }),
  testRun({ id: "c", name: "Broken", method: "bt", final: null, status: "failed" }),
];
const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id).join("");

test.each([
  ["", "abc"],
  ["bt", "bc"],
  ["BT TALK", "b"],
  ["failed", "c"],
  ["nothing like it", ""],
])('"%s" lets %s through', (filter, expected) => {
  expect(ids(filterRuns(runs, filter))).toBe(expected);
});

test("a run is found by its status in the language of the page, and in English", () => {
  speak("zh-CN", { failed: "失败" });
  expect([ids(filterRuns(runs, "失败")), ids(filterRuns(runs, "failed"))]).toEqual(["c", "c"]);
  speak("en", {});
});

test("sorts by any column, runs without a value last either way", () => {
  const sorted = (sort: "accuracy" | "name" | "size", descending: boolean) =>
    ids(sortRuns(runs, { sort, descending }, { a: 10, c: 30 }));
  expect([sorted("accuracy", true), sorted("accuracy", false)]).toEqual(["bac", "abc"]);
  expect([sorted("name", false), sorted("size", true)]).toEqual(["cab", "cab"]);
});

import { expect, test } from "vitest";
import { testEvaluation } from "../../testing/test-evaluation.ts";
import { orderedJudges } from "./order.ts";

const { report } = testEvaluation();
const ids = (sort: string, descending: boolean) => orderedJudges(report, { sort, descending }).map(({ id }) => id);

test("reward models are sorted among themselves; truth and baselines stay below", () => {
  expect(ids("", true)).toEqual(["bt", "icrm", "truth", "longer"]);
  expect(ids("pairs/accuracy", true)).toEqual(["icrm", "bt", "truth", "longer"]);
  expect(ids("pairs/accuracy", false)).toEqual(["bt", "icrm", "truth", "longer"]);
});

test("without a figure, a judge is last either way", () => {
  const cells = { ...report.cells, icrm: { "pairs/accuracy": { missing: "Lost." } } };
  for (const descending of [true, false]) {
    const order = orderedJudges({ ...report, cells }, { sort: "pairs/accuracy", descending });
    expect(order[1]?.id).toBe("icrm");
  }
});

import { expect, test } from "vitest";
import { defaultEvaluateView, type EvaluateView, evaluateAddress } from "./evaluate-view.ts";

const { searchOf } = evaluateAddress;
const viewOf = (raw: Record<string, unknown>) => evaluateAddress.read(raw).view;

test("an address carries what differs from the defaults, and reads back the same", () => {
  const view: EvaluateView = {
    ...defaultEvaluateView,
    models: ["icrm", "run:1"],
    data: "validation",
    validation: "none",
    sort: "pairs/accuracy",
    hidden: ["values", "mechanism"],
    judge: "icrm",
    metric: "pairs/accuracy",
    plot: "length",
  };
  expect(viewOf(searchOf(view))).toEqual(view);
  expect(searchOf(defaultEvaluateView)).toEqual({});
  expect(viewOf({})).toEqual(defaultEvaluateView);
});

test("no model chosen is another thing than no choice", () => {
  expect(viewOf(searchOf({ ...defaultEvaluateView, models: [] })).models).toEqual([]);
});

test("a file of one's own is in no address, and what cannot be used is left at its default", () => {
  expect(searchOf({ ...defaultEvaluateView, data: "file", validation: "file" })).toEqual({});
  expect(viewOf({ data: "abacus", plot: 3, hidden: "values,nonsense", sort: "x" })).toEqual({
    ...defaultEvaluateView,
    hidden: ["values"],
    sort: "x",
  });
});

import { expect, test } from "vitest";
import { checkPlan } from "../../engine/sweep/plan.ts";
import { freshRecord } from "../../engine/sweep/record.ts";
import type { Trial } from "../../engine/sweep/trial.ts";
import { createSweepViews, inOrder, OBJECTIVE_AXIS } from "../../state/sweep-view.ts";
import { isInside, trialRows } from "./rows.ts";

const plan = checkPlan(
  { vary: { learningRate: { logRange: [1e-4, 1e-2] }, method: { choices: ["bt", "grm"] } }, trials: 4 },
  "test",
);
const trial = (configuration: number, values: Trial["values"], accuracy: number | null): Trial => ({
  configuration,
  seed: 0,
  values,
  status: accuracy === null ? "failed" : "finished",
  step: 1,
  seconds: 1,
  metrics: accuracy === null ? {} : { "heldout/accuracy": accuracy },
  measurements: [],
  pinned: null,
  error: null,
});
const record = {
  ...freshRecord(plan),
  trials: [
    trial(-1, {}, 0.1),
    trial(0, { learningRate: 1e-3, method: "bt" }, 0.5),
    trial(1, { learningRate: 1e-4, method: "grm" }, 0.7),
    trial(2, { learningRate: 1e-2, method: "grm" }, null),
  ],
};

test("every trial of the search has its place on the axes of what varies, logarithmic where the range is", () => {
  const { axes, rows } = trialRows(record);
  expect(axes.map(({ id }) => id)).toEqual(["learningRate", "method", OBJECTIVE_AXIS]);
  expect(axes[0]?.ticks.map(({ text }) => text)).toEqual(["1e−4", "3.2e−4", "1e−3", "3.2e−3", "1e−2"]);
  expect(axes[1]?.ticks.map(({ text }) => text)).toEqual(["bt", "grm"]);
  expect(rows.map(({ key }) => key)).toEqual(["0/0", "1/0", "2/0"]);
  expect(rows[0]?.places).toEqual({ learningRate: expect.closeTo(0.5, 10), method: 0.25, [OBJECTIVE_AXIS]: 0 });
  expect(rows[2]?.places[OBJECTIVE_AXIS]).toBeNull();
});

test("brushes leave what lies in all of them", () => {
  const { rows } = trialRows(record);
  const views = createSweepViews();
  const left = () => rows.filter((row) => isInside(row, views.view.getState().brushes)).map(({ key }) => key);
  views.brush("method", [0.5, 1]);
  expect(left()).toEqual(["1/0", "2/0"]);
  views.brush(OBJECTIVE_AXIS, [0.5, 1]);
  expect(left()).toEqual(["1/0"]);
  views.brush("method", [0, 1]);
  views.brush(OBJECTIVE_AXIS, null);
  expect(views.view.getState().brushes).toEqual({});
});

test("axes stay where they were put, and new ones come last", () => {
  const views = createSweepViews();
  views.move(["a", "b", "c"], "c", -1);
  expect(inOrder(["a", "b", "c", "d"], views.view.getState().order)).toEqual(["a", "c", "b", "d"]);
  views.move(["a", "c", "b", "d"], "a", -1);
  expect(views.view.getState().order).toEqual(["a", "c", "b", "d"]);
});

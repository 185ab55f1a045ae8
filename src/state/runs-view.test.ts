import { expect, test } from "vitest";
import { defaultRunsView, runsAddress } from "./runs-view.ts";

const { searchOf } = runsAddress;
const viewOf = (raw: Record<string, unknown>) => runsAddress.read(raw).view;

test("an address says what differs from the defaults, and gives the view back", () => {
  expect(searchOf(defaultRunsView)).toEqual({});
  const view = { ...defaultRunsView, selected: ["a", "b"], view: "config", smoothing: 0.6, log: true } as const;
  expect(searchOf(view)).toEqual({ selected: "a,b", view: "config", smoothing: 0.6, log: true });
  expect(viewOf(searchOf(view))).toEqual(view);
});

test("what cannot be used is left at its default, and named", () => {
  const raw = { sort: "height", smoothing: 7, view: 3, descending: "no", metric: "margin", selected: 12 };
  const { view, problems } = runsAddress.read(raw);
  expect(view).toEqual({ ...defaultRunsView, metric: "margin", selected: ["12"] });
  expect(problems.map((problem) => problem.split(":")[0])).toEqual(["sort", "descending", "view", "smoothing"]);
});

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
  const { view, problems } = runsAddress.read({ ...raw, heigth: 3 });
  expect(view).toEqual({ ...defaultRunsView, metric: "margin", selected: ["12"] });
  expect(problems).toEqual([
    "heigth: this page has no such setting.",
    expect.stringMatching(/^sort: expected name, method, .*created, found height\. The default is used\.$/),
    "descending: expected true or false, found no. The default is used.",
    "view: expected metrics, tokens, config, found 3. The default is used.",
    "smoothing: expected at most 0.99, found 7. The default is used.",
  ]);
});

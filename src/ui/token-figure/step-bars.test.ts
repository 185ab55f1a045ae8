import { expect, test } from "vitest";
import { linearAxis } from "./axis.ts";
import { layoutColumns } from "./columns.ts";
import { stepBands, stepBars } from "./step-bars.ts";

const token = (q: number) => ({ id: 1, text: "1", q, p: q, top: [] });
const shown = {
  tokens: [0.5, 0.5, 1].map(token),
  // σ(±40) is 1 and 0.
  rewards: { bt: [-40, 40, 40, -40] },
  steps: [{ from: 0, to: 2, text: "", status: "right" as const, reason: "" }],
};
const layout = layoutColumns([["1", "2", "3"]]);
const axis = linearAxis(100, [0, 1], []);
const models = [{ id: "bt", name: "BT", method: "bt" }];

test("the band over the tokens of a step is as high as 1 − Πq of them", () => {
  const [step, end] = stepBands(shown, layout, axis);
  expect([step?.from, step?.to, end?.from, end?.to]).toEqual([0, 2, 2, 3]);
  expect(step?.x).toBe(layout.columns[1]?.x);
  expect((step?.x ?? 0) + (step?.width ?? 0)).toBe((layout.columns[3]?.x ?? 0) - 2);
  expect([step?.top, end?.top]).toEqual([axis.y(0.75), axis.y(0)]);
});

test("a bar stands in the middle of its step, and says whether it breaks through", () => {
  const [step, end] = stepBars(shown, models, layout, axis);
  expect(step).toMatchObject({ top: axis.y(1), bottom: axis.y(0), edge: { broken: true } });
  expect((step?.x ?? 0) + 6).toBeCloseTo(((layout.columns[1]?.x ?? 0) + (layout.columns[3]?.x ?? 0) - 2) / 2);
  expect(end?.edge).toMatchObject({ from: 2, to: 3, delta: 1, bound: 0, broken: true });
});

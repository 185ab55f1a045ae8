import { expect, test } from "vitest";
import { exactCurves, rewardCurves } from "./curves.ts";
import type { FigureTrajectory } from "./model.ts";

const token = (id: number) => ({ id, text: `${id}`, q: 0.5, p: 0.5, top: [] });
const step = (from: number, to: number) => ({ from, to, text: "", status: "right" as const, reason: "" });
const active: FigureTrajectory = {
  id: 1,
  letter: "A",
  tokens: [1, 2, 3, 4, 5].map(token),
  rewards: { bt: [0, 1, 2, 3, 4, 5] },
  exact: { prompt: 0.5, tokens: [0.5, 0.25, 0.25, null, null], q: [1, 0.5, 1, 0, 0] },
  values: [],
  steps: [step(0, 2), step(2, 4)],
  mistake: null,
  active: true,
  partsAt: null,
};
const compared: FigureTrajectory = {
  ...active,
  id: 2,
  letter: "B",
  tokens: [1, 2, 3, 9].map(token),
  rewards: { bt: [0, 1, 2, 3, -4] },
  exact: null,
  steps: [step(0, 2), step(2, 4)],
  active: false,
  partsAt: 3,
};
const models = [{ id: "bt", name: "BT", method: "bt" }];
const columns = (points: readonly { column: number }[] | undefined) => points?.map(({ column }) => column);

test("the main line joins the end of the prompt, of every step and of the response; every token lies behind it", () => {
  const [curve] = rewardCurves([active], models, "raw");
  expect(curve?.main).toEqual([0, 2, 4, 5].map((column) => ({ column, value: column })));
  expect(columns(curve?.tokens)).toEqual([0, 1, 2, 3, 4, 5]);
});

test("tokens whose reward has not come yet, and steps nobody knows yet", () => {
  const arriving = { ...active, steps: [], rewards: { bt: [0, 1, 2] } };
  expect(columns(rewardCurves([arriving], models, "raw")[0]?.main)).toEqual([0, 1, 2]);
});

test("a compared trajectory is drawn from the last step end it shares", () => {
  const [first, last] = rewardCurves([active, compared], models, "raw");
  expect([first?.letter, last?.letter]).toEqual(["B", "A"]);
  expect(columns(first?.main)).toEqual([2, 4]);
  expect(columns(first?.tokens)).toEqual([2, 3, 4]);
});

test("exact values end where no student writes on", () => {
  const [curve, ...others] = exactCurves([active, compared]);
  expect(others).toEqual([]);
  expect(curve?.endsAt).toBe(3);
  expect(columns(curve?.tokens)).toEqual([0, 1, 2, 3]);
  expect(columns(curve?.main)).toEqual([0, 2]);
  const whole = { ...active, exact: { prompt: 0.5, tokens: [1, 1, 1, 1, 1], q: [1, 1, 1, 1, 1] } };
  expect(exactCurves([whole])[0]?.endsAt).toBeNull();
});

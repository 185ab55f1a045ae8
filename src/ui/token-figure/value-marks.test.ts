import { expect, test } from "vitest";
import { linearAxis } from "./axis.ts";
import { layoutColumns } from "./columns.ts";
import type { FigureTrajectory } from "./model.ts";
import { valueBandPieces, valueCurves } from "./value-marks.ts";

const token = (id: number, q: number) => ({ id, text: `${id}`, q, p: q, top: [] });
const half = (position: number) => ({ position, successes: 8, rollouts: 16 });
const active: FigureTrajectory = {
  id: 1,
  letter: "A",
  tokens: [token(1, 0.9), token(2, 0.75)],
  rewards: {},
  exact: null,
  values: [half(-1), half(0), { position: 1, successes: 16, rollouts: 16 }],
  steps: [],
  mistake: null,
  active: true,
  partsAt: null,
};
const compared: FigureTrajectory = {
  ...active,
  id: 2,
  letter: "B",
  tokens: [token(1, 0.9), token(3, 0.25)],
  active: false,
  partsAt: 1,
};
const layout = layoutColumns([["1", "2"]]);
const axis = linearAxis(100, [0, 1], []);
const columnsOf = (trajectories: FigureTrajectory[]) =>
  valueCurves(trajectories, layout, axis).map(({ letter, points }) => [letter, points.map(({ column }) => column)]);

test("a value stands over the token it was measured behind, within its interval", () => {
  const [curve] = valueCurves([active], layout, axis);
  expect(curve?.points.map(({ x }) => x)).toEqual(layout.columns.map(({ center }) => center));
  expect(curve?.points.map(({ y }) => y)).toEqual([axis.y(0.5), axis.y(0.5), axis.y(1)]);
  const [first, , last] = curve?.points ?? [];
  // Wilson's interval of 8 of 16 is [0.280, 0.720], of 16 of 16 [0.806, 1].
  expect(first?.top).toBeCloseTo(axis.y(0.72), 1);
  expect(first?.bottom).toBeCloseTo(axis.y(0.28), 1);
  expect([last?.top, last?.bottom]).toEqual([axis.y(1), expect.closeTo(axis.y(0.806), 1)]);
});

test("a compared trajectory's curve begins at the last value it shares, and is left out where it has no other", () => {
  expect(columnsOf([active, compared])).toEqual([
    ["B", [1, 2]],
    ["A", [0, 1, 2]],
  ]);
  expect(columnsOf([active, { ...compared, values: compared.values.slice(0, 2) }])).toEqual([["A", [0, 1, 2]]]);
});

test("the band at a token spans 1 − q both ways around the value before it", () => {
  const [first, second] = valueBandPieces(active, layout, axis);
  expect(first).toMatchObject({ column: 1, x: layout.columns[1]?.x });
  expect([first?.top, first?.bottom]).toEqual([expect.closeTo(axis.y(0.6)), expect.closeTo(axis.y(0.4))]);
  expect([second?.top, second?.bottom]).toEqual([expect.closeTo(axis.y(0.75)), expect.closeTo(axis.y(0.25))]);
});

test("where nothing was measured the band lies around the exact values at step ends, by the class's probabilities", () => {
  const exact = { prompt: 0.5, tokens: [0.4, null], q: [0.8, 0.1] };
  const steps = [{ from: 0, to: 1, text: "", status: "right" as const, reason: "" }];
  const pieces = valueBandPieces({ ...active, values: [], exact, steps }, layout, axis);
  expect(pieces.map(({ column }) => column)).toEqual([1, 2]);
  expect([pieces[0]?.top, pieces[0]?.bottom]).toEqual([expect.closeTo(axis.y(0.7)), expect.closeTo(axis.y(0.3))]);
  expect([pieces[1]?.top, pieces[1]?.bottom]).toEqual([axis.y(1), axis.y(0)]);
});

test("values at step ends are told from those of the tokens in between", () => {
  const steps = [{ from: 0, to: 2, text: "", status: "right" as const, reason: "" }];
  const [curve] = valueCurves([{ ...active, steps }], layout, axis);
  expect(curve?.points.map(({ main }) => main)).toEqual([true, false, true]);
});

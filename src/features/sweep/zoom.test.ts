import { expect, test } from "vitest";
import type { Effect } from "../../engine/sweep/analysis/effects.ts";
import { createSweepViews, OBJECTIVE_AXIS, type Stretches } from "../../state/sweep-view.ts";
import { stretchesOf } from "./plots/heat.ts";
import { EVEN_PLACES, type Row, type Rows, type TrialAxis } from "./rows.ts";
import { zoomedEffect, zoomedRows } from "./zoom.ts";

const textsAt = (places: readonly number[]) => places.map((place) => place.toFixed(2));
const even = EVEN_PLACES.map((place) => ({ place, text: place.toFixed(2) }));
const names = ["a", "b", "c", "d"].map((text, i) => ({ place: (i + 0.5) / 4, text }));
const axes: TrialAxis[] = [
  { id: "rate", label: "rate", ticks: even, categorical: false, textsAt },
  { id: "name", label: "name", ticks: names, categorical: true, textsAt },
  { id: OBJECTIVE_AXIS, label: "accuracy", ticks: even, categorical: false, textsAt },
];
const row = (key: string, rate: number | null, name: number, objective: number | null) =>
  ({ key, places: { rate, name, [OBJECTIVE_AXIS]: objective } }) as unknown as Row;
const whole: Rows = {
  axes,
  rows: [
    row("low", 0.1, 0.125, 0),
    row("middle", 0.5, 0.375, 0.5),
    row("high", 1, 0.625, 1),
    row("none", null, 0.375, 1),
  ],
  range: [10, 30],
};

test("without a zoom all is as it was", () => {
  expect(zoomedRows(whole, {})).toEqual(whole);
});

test("a zoom leaves the trials inside of it, on axes that end where it does", () => {
  const zoom: Stretches = { rate: [0.5, 1], name: [0.25, 0.75], [OBJECTIVE_AXIS]: [0.25, 1] };
  const { axes: shown, rows, range } = zoomedRows(whole, zoom);
  expect(rows.map(({ key }) => key)).toEqual(["middle", "high"]);
  expect(rows[0]?.places).toEqual({ rate: 0, name: 0.25, [OBJECTIVE_AXIS]: 1 / 3 });
  expect(rows[1]?.places).toEqual({ rate: 1, name: 0.75, [OBJECTIVE_AXIS]: 1 });
  expect(shown[0]?.ticks.map(({ text }) => text)).toEqual(["0.50", "0.63", "0.75", "0.88", "1.00"]);
  expect(shown[0]?.textsAt([0.5])).toEqual(["0.75"]);
  expect(shown[1]?.ticks).toEqual([
    { place: 0.25, text: "b" },
    { place: 0.75, text: "c" },
  ]);
  expect(stretchesOf(shown[1] as TrialAxis).map(({ stretch }) => stretch)).toEqual([
    [0, 0.5],
    [0.5, 1],
  ]);
  expect(range).toEqual([15, 30]);
});

test("levels of an effect stand on the zoomed axis", () => {
  const effect = { field: "rate", levels: [{ place: 0.2 }, { place: 0.75 }], rank: 1 } as unknown as Effect;
  expect(zoomedEffect(effect, { rate: [0.5, 1] }).levels).toEqual([{ place: 0.5 }]);
  expect(zoomedEffect(effect, { name: [0, 0.5] })).toBe(effect);
});

test("zooming in twice and out once brushes what was to be seen", () => {
  const { view, brush, zoomIn, zoomOut } = createSweepViews();
  brush("rate", [0.5, 1]);
  zoomIn();
  brush("rate", [0, 0.5]);
  brush("name", [0, 0.25]);
  zoomIn();
  expect(view.getState()).toMatchObject({ zoom: { rate: [0.5, 0.75], name: [0, 0.25] }, brushes: {} });
  zoomOut();
  expect(view.getState()).toMatchObject({ zoom: {}, brushes: { rate: [0.5, 0.75], name: [0, 0.25] } });
});

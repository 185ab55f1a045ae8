import { expect, test } from "vitest";
import type { Row, TrialAxis } from "../rows.ts";
import { nearestLine, parallelLayout } from "./parallel-layout.ts";

const axes = ["a", "b", "c"].map(
  (id) =>
    ({ id, label: id, ticks: [], categorical: false, textsAt: (places) => places.map(String) }) satisfies TrialAxis,
);
const row = (key: string, ...places: (number | null)[]) =>
  ({ key, places: Object.fromEntries(axes.map(({ id }, i) => [id, places[i] ?? null])) }) as unknown as Row;
const rows = [row("rising", 0, 1, 0.5), row("falling", 1, 0, 0.5), row("passing", 0.6, null, 0.9)];
const layout = parallelLayout(600, 3);

test("a place on an axis and its pixel are each other's inverse", () => {
  for (const place of [0, 0.3, 1]) expect(layout.place(layout.y(place))).toBeCloseTo(place, 10);
  expect(layout.place(-50)).toBe(1);
});

test("the nearest line is found between axes, and none where none is near", () => {
  const at = (axis: number, share: number, place: number): [number, number] => [
    layout.x(axis) + share * (layout.x(axis + 1) - layout.x(axis)),
    layout.y(place),
  ];
  expect(nearestLine(rows, axes, layout, at(0, 0.25, 0.26))?.key).toBe("rising");
  expect(nearestLine(rows, axes, layout, at(0, 0.25, 0.74))?.key).toBe("falling");
  expect(nearestLine(rows, axes, layout, at(1, 0.5, 0.75))?.key).toBe("rising");
  // The line goes straight past the axis on which the trial has no value.
  expect(nearestLine(rows, axes, layout, at(0, 0.9, 0.735))?.key).toBe("passing");
  expect(nearestLine(rows, axes, layout, at(1, 0.1, 0.765))?.key).toBe("passing");
  expect(nearestLine(rows, axes, layout, at(0, 0.1, 0.3))).toBeNull();
  expect(nearestLine(rows, axes, layout, [0, layout.y(0)])).toBeNull();
});

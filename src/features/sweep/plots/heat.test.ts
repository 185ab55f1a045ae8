import { expect, test } from "vitest";
import { OBJECTIVE_AXIS } from "../../../state/sweep-view.ts";
import type { Row } from "../rows.ts";
import { heatCells } from "./heat.ts";

const row = (a: number | null, b: number, objective: number | null) =>
  ({ key: "", places: { a, b, [OBJECTIVE_AXIS]: objective } }) as unknown as Row;

test("a cell is the mean of the trials in both its stretches; ends belong to the last, failures to none", () => {
  const halves = [
    [0, 0.5],
    [0.5, 1],
  ] as const;
  const rows = [
    row(0.1, 0.1, 0.2),
    row(0.4, 0, 0.6),
    row(1, 1, 0.9),
    row(0.5, 0.2, 0.3),
    row(0.9, 0.9, null),
    row(null, 1, 1),
  ];
  const cells = heatCells(rows, ["a", "b"], halves, halves);
  expect(cells.map((line) => line.map(({ trials }) => trials))).toEqual([
    [0, 1],
    [2, 1],
  ]);
  expect(cells[1]?.[0]?.mean).toBeCloseTo(0.4, 10);
  expect(cells[0]?.[1]).toMatchObject({ mean: 0.9, x: [0.5, 1], y: [0.5, 1] });
});

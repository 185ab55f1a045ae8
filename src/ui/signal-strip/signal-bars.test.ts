import { expect, test } from "vitest";
import { layoutColumns } from "../token-figure/columns.ts";
import { signalHeight, signalPaths } from "./signal-bars.ts";

const { columns } = layoutColumns([["a", "b", "c"]]);
const bars = (path: string) => path.split("M").length - 1;

test("a decade is a sixth of the height, and nothing is nothing", () => {
  expect(signalHeight(0)).toBe(0);
  expect(signalHeight(1e-8)).toBe(0);
  expect(signalHeight(-1e-4)).toBeCloseTo(1 / 3, 10);
  expect(signalHeight(-1)).toBe(1);
  expect(signalHeight(30)).toBe(1);
});

test("pushes with the label are told from pushes against it", () => {
  const input = { columns, height: 40, place: 1 } as const;
  const chosen = signalPaths({ ...input, gradients: [-0.1, 0, 0.1], hanging: false });
  expect([bars(chosen.along), bars(chosen.against)]).toEqual([1, 1]);
  const rejected = signalPaths({ ...input, gradients: [0.1, 0.01, -0.1], hanging: true });
  expect([bars(rejected.along), bars(rejected.against)]).toEqual([2, 1]);
});

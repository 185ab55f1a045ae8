import { expect, test } from "vitest";
import type { StepMetrics } from "../../../engine/training/trainer.ts";
import { Curves } from "./curves.ts";

const metrics = (step: number, loss = step) => ({ step, loss }) as StepMetrics;

/** The curves of a page that has received every patch. */
function replay(curves: Curves, steps: number, every: number): { steps: number[]; loss: number[] } {
  const held = { steps: [] as number[], loss: [] as number[] };
  for (let step = 1; step <= steps; step++) {
    curves.push(metrics(step));
    if (step % every !== 0 && step !== steps) continue;
    const { from, steps: newest, values } = curves.takePatch();
    held.steps.splice(from, Number.POSITIVE_INFINITY, ...newest);
    held.loss.splice(from, Number.POSITIVE_INFINITY, ...(values.loss ?? []));
  }
  return held;
}

test("patches add up to the curve", () => {
  const held = replay(new Curves(), 50, 7);
  expect(held.steps).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  expect(held.loss).toEqual(held.steps);
});

test("a long run keeps at most 2,000 points, each the mean of its steps, and patches stay small", () => {
  const curves = new Curves();
  const held = replay(curves, 9001, 5);
  expect(held.steps.length).toBeLessThanOrEqual(2000);
  expect(held.steps.at(-1)).toBe(9001);
  const [first, second] = held.steps as [number, number];
  expect(held.loss[0]).toBeCloseTo((1 + first) / 2, 6);
  expect(held.loss[1]).toBeCloseTo((first + 1 + second) / 2, 6);
  expect(curves.takePatch().steps).toHaveLength(1);
});

test("a metric that comes up late was not measured before", () => {
  const curves = new Curves();
  curves.push(metrics(1));
  curves.push({ ...metrics(2), "loss/icr": 3 });
  expect(curves.takePatch().values["loss/icr"]).toEqual([Number.NaN, 3]);
});

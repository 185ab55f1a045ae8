import { expect, test } from "vitest";
import { wilsonInterval } from "./wilson.ts";

// Worked by hand from Wilson's formula; the second value is also in Brown, Cai and DasGupta (2001).
test.for([
  [0, 10, 0, 0.2775],
  [5, 10, 0.2366, 0.7634],
  [64, 64, 0.9434, 1],
] as const)("%i of %i lies in [%f, %f]", ([successes, trials, low, high]) => {
  const [foundLow, foundHigh] = wilsonInterval(successes, trials);
  expect(foundLow).toBeCloseTo(low, 4);
  expect(foundHigh).toBeCloseTo(high, 4);
});

test("nothing tried says nothing", () => {
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
});

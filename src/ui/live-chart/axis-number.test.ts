import { expect, test } from "vitest";
import { axisNumber, axisTicks } from "./axis-number.ts";

test("a number has three digits, and a power of ten where those would be zeros", () => {
  expect([0, 0.25, -1.2345, 9999, 12_345, 1.76e-5, 1e-5].map(axisNumber)).toEqual([
    "0",
    "0.25",
    "−1.23",
    "10000",
    "1.2e4",
    "1.8e−5",
    "1e−5",
  ]);
});

test("all ticks of an axis are written in one way", () => {
  expect(axisTicks([0, 1e-4, 10 ** -2.5, 0.01])).toEqual(["0", "1e−4", "3.2e−3", "1e−2"]);
});

test("ticks have as many digits as tell them apart", () => {
  expect(axisTicks([0, 0.5, 1])).toEqual(["0", "0.5", "1"]);
  expect(axisTicks([11.66, 11.68, 11.7])).toEqual(["11.66", "11.68", "11.7"]);
  expect(axisTicks([2.92e-5, 2.94e-5])).toEqual(["2.92e−5", "2.94e−5"]);
});

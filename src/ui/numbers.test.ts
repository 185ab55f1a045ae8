import { expect, test } from "vitest";
import {
  countText,
  digitsText,
  fixedText,
  percentText,
  pointsText,
  rateText,
  signedText,
  smallText,
} from "./numbers.ts";

test("numbers have a real minus, and what rounds to nothing has no sign", () => {
  expect([fixedText(-0.414, 2), fixedText(-0.001, 2), fixedText(1234.5, 1)]).toEqual(["−0.41", "0.00", "1234.5"]);
  expect([signedText(-0.41), signedText(1.3), pointsText(-0.02)]).toEqual(["−0.41", "+1.30", "−2.0"]);
  expect([digitsText(-0.41069, 4), digitsText(12, 4)]).toEqual(["−0.4107", "12"]);
  expect(smallText(0.00004)).toBe("4e−5");
});

test("counts are grouped, shares are percent, and what is no number is a dash", () => {
  expect([countText(1200), countText(31.46)]).toEqual(["1,200", "31.5"]);
  expect([rateText(1740.4), rateText(12.6), rateText(9.96), rateText(0.416)]).toEqual(["1,740", "13", "10", "0.42"]);
  expect([percentText(0.52), percentText(0.525, 0), fixedText(Number.NaN, 2)]).toEqual(["52.0 %", "53 %", "–"]);
});

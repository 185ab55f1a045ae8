import { describe, expect, test } from "vitest";
import {
  type ColourScheme,
  pageColours,
  probabilityColour,
  probabilityTextColour,
  rewardColours,
  verdictColours,
} from "./colours.ts";
import { contrast, linearRgb, mix, oklab } from "./oklab.ts";

/** Full dichromacy in linear sRGB: Machado, Oliveira & Fernandes 2009. */
const visions: Record<string, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(hex: string, matrix: number[][]): [number, number, number] {
  const rgb = linearRgb(hex);
  const row = (i: number) => {
    const sum = (matrix[i] ?? []).reduce((total, weight, j) => total + weight * (rgb[j] ?? 0), 0);
    return Math.min(1, Math.max(0, sum));
  };
  return oklab([row(0), row(1), row(2)]);
}

const schemes: ColourScheme[] = ["light", "dark"];

describe.each(schemes)("%s", (scheme) => {
  const { paper, quiet } = pageColours[scheme];

  test.each(Object.entries(visions))("reward models stay apart under %s", (_, matrix) => {
    const colours = Object.values(rewardColours[scheme]).map((hex) => seen(hex, matrix));
    const distances = colours.flatMap((one, i) =>
      colours.slice(i + 1).map((other) => Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])),
    );
    expect(Math.min(...distances)).toBeGreaterThan(0.14);
  });

  test("every accent can be read as text on the page", () => {
    const accents = [...Object.values(rewardColours[scheme]), ...Object.values(verdictColours[scheme]), quiet];
    for (const accent of accents) expect(contrast(accent, paper), accent).toBeGreaterThanOrEqual(4.5);
  });

  test("a token's text can be read at every probability", () => {
    for (let q = 0; q <= 1; q += 0.01) {
      expect(contrast(probabilityColour(q, scheme), probabilityTextColour(q, scheme))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("the probability scale fades evenly towards the page", () => {
    const distance = (q: number) => contrast(probabilityColour(q, scheme), paper);
    for (let q = 0; q < 1; q += 0.05) expect(distance(q)).toBeGreaterThan(distance(q + 0.05));
  });
});

test("mixing ends at its ends", () => {
  expect([mix("#123456", "#fedcba", 0), mix("#123456", "#fedcba", 1)]).toEqual(["#123456", "#fedcba"]);
});

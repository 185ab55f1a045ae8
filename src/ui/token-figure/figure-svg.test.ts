import { expect, test } from "vitest";
import { figureSvg } from "./figure-svg.ts";
import type { FigureTrajectory } from "./model.ts";
import { figurePalette } from "./palette.ts";

const token = (id: number, text: string, q: number) => ({ id, text, q, p: q, top: [] });
const original: FigureTrajectory = {
  id: 1,
  letter: "A",
  tokens: [token(1, "3", 0.9), token(2, "<", 1), token(3, "7", 0.2)],
  rewards: { bt: [0, 1, -3, 1], icrm: [0, 0.1, 0.2, 0.1] },
  exact: { prompt: 0.5, tokens: [0.5, 0.4, null], q: [1, 0.9, 0] },
  values: [
    { position: -1, successes: 8, rollouts: 16 },
    { position: 1, successes: 12, rollouts: 16 },
    { position: 2, successes: 0, rollouts: 16 },
  ],
  steps: [{ from: 0, to: 3, text: "3 < 7", status: "wrong", reason: "3 & 7 do not meet" }],
  mistake: { step: 0, title: "adds <groups>", habit: "adds" },
  active: false,
  partsAt: null,
};
const branch: FigureTrajectory = {
  ...original,
  id: 2,
  letter: "B",
  tokens: [...original.tokens.slice(0, 2), token(4, "8", 0.7)],
  active: true,
  partsAt: 2,
};
const models = [
  { id: "bt", name: "BT", method: "bt" },
  { id: "icrm", name: "ICRM", method: "icrm" },
];

test.each(["light", "dark"] as const)("a figure is one stand-alone document: %s", (scheme) => {
  const palette = figurePalette(scheme);
  const svg = figureSvg({ prompt: "3 < 7?", trajectories: [original, branch], models, scale: "sigma", palette });
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(svg).not.toContain("var(");
  expect(svg).toContain("3 &lt; 7?");
  expect(svg).toContain("3 &amp; 7 do not meet");
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  // Two models, exact values and measured values, for both trajectories, each with a line through step ends and a
  // lighter one through every token.
  expect(svg.match(/<polyline/g)).toHaveLength(16);
  expect(svg).toContain("✗ adds &lt;groups&gt;");
  expect(svg).toContain("V* of the class, trajectory B");
  expect(svg).toContain(`stroke="${palette.truth}"`);
  expect(svg).toContain(palette.model({ method: "icrm" }));
  // The second token is certain, so the reward may not change there; BT's changes by much.
  expect(svg).toContain(`fill="${palette.wrong}"`);
});

test("values are drawn beside σ(r) and not beside r", () => {
  const palette = figurePalette("light");
  const draw = (scale: "sigma" | "raw") => figureSvg({ prompt: "", trajectories: [branch], models, scale, palette });
  expect(draw("sigma")).toContain("measured value, trajectory B");
  expect(draw("sigma")).toContain("V* of the class, exact");
  expect(draw("raw")).not.toContain("measured value");
  expect(draw("raw")).not.toContain("V̂");
  expect(draw("raw")).not.toContain("V*");
});

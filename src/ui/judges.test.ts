import { expect, test } from "vitest";
import type { ReportedJudge } from "../engine/evaluation/report.ts";
import { judgeStrokes } from "./judges.ts";
import { figurePalette } from "./token-figure/palette.ts";

const judges: ReportedJudge[] = [
  { id: "icrm", name: "ICRM", kind: "model" },
  { id: "run:1", name: "Mine", kind: "model" },
  { id: "truth", name: "True value", kind: "truth" },
  { id: "longer", name: "Longer wins", kind: "baseline" },
  { id: "shorter", name: "Shorter wins", kind: "baseline" },
];
const models = [
  { id: "icrm", method: "icrm" },
  { id: "run:1", method: "icrm" },
];

test("a reward model has the accent it has everywhere, and no two judges are drawn alike", () => {
  const palette = figurePalette("light");
  const strokes = judgeStrokes(judges, models, palette);
  expect(strokes.get("icrm")).toEqual({ colour: palette.model({ method: "icrm" }), dash: [] });
  expect(strokes.get("truth")?.colour).toBe(palette.model({ method: "truth" }));
  expect(new Set([...strokes.values()].map((stroke) => JSON.stringify(stroke))).size).toBe(judges.length);
});

import type { ReportedJudge } from "../engine/evaluation/report.ts";
import { translated } from "../i18n/translated.ts";
import type { ModelEntry } from "../worker/records.ts";
import type { Named } from "./lit/LitNames.tsx";
import { type RunStroke, runStrokes } from "./run-strokes.ts";
import type { FigurePalette } from "./token-figure/palette.ts";

const baselineDashes = [
  [2, 3],
  [6, 3],
  [1, 2],
  [8, 3, 2, 3],
  [4, 2],
] as const;

/**
 * The strokes of all judges: reward models in the accent of their method, known values in their own colour, baselines
 * in grey.
 */
export function judgeStrokes(
  judges: readonly ReportedJudge[],
  models: readonly Pick<ModelEntry, "id" | "method">[],
  palette: FigurePalette,
): Map<string, RunStroke> {
  const methodOf = (id: string) => models.find((model) => model.id === id)?.method ?? "";
  const own = judges.filter(({ kind }) => kind === "model").map(({ id }) => ({ id, method: methodOf(id) }));
  const strokes = runStrokes(own, palette);
  const dull = judges.filter(({ kind }) => kind === "baseline");
  for (const { id } of judges.filter(({ kind }) => kind === "truth")) {
    strokes.set(id, { colour: palette.model({ method: "truth" }), dash: [] });
  }
  for (const [i, { id }] of dull.entries()) {
    strokes.set(id, { colour: palette.muted, dash: baselineDashes[i % baselineDashes.length] as readonly number[] });
  }
  return strokes;
}

/** Judges as texts name them. */
export function namedJudges(
  judges: readonly Pick<ReportedJudge, "id" | "name">[],
  strokes: ReadonlyMap<string, RunStroke>,
): Named[] {
  return judges.map(({ id, name }) => ({
    id,
    name: translated(name),
    colour: strokes.get(id)?.colour ?? "currentColor",
  }));
}

import { mix } from "./oklab.ts";
import type { FigurePalette } from "./token-figure/palette.ts";

/** The stroke of a run, the same in every figure. */
export interface RunStroke {
  colour: string;
  /** Lengths of dashes and gaps; empty for a solid line. */
  dash: readonly number[];
}

const dashes = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]] as const;
const darkening = [0, 0.25, 0.45, 0.6] as const;

/**
 * Strokes of runs: every run has the accent of its method. Runs of one method, and runs of methods without accent,
 * differ in their dashes, and then in how near their colour is to the page's ink.
 */
export function runStrokes(runs: readonly { id: string; method: string }[], palette: FigurePalette) {
  const strokes = new Map<string, RunStroke>();
  const seen = new Map<string, number>();
  for (const { id, method } of runs) {
    const accent = palette.model({ method });
    const place = seen.get(accent) ?? 0;
    seen.set(accent, place + 1);
    const share = darkening[Math.min(darkening.length - 1, Math.ceil(place / 2))] as number;
    strokes.set(id, {
      colour: mix(accent, palette.ink, share),
      dash: dashes[place % dashes.length] as readonly number[],
    });
  }
  return strokes;
}

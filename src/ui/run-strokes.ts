import { mix } from "./oklab.ts";
import type { FigurePalette } from "./token-figure/palette.ts";

/** How a run is drawn, the same in every figure. */
export interface RunStroke {
  colour: string;
  /** Lengths of dashes and gaps; empty is a solid line. */
  dash: readonly number[];
}

const dashes = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]] as const;
const darkening = [0, 0.25, 0.45, 0.6] as const;

/**
 * The accent of its method for every run; runs of one method, and those of methods without an accent of their own, part by
 * dashes, then by how near they are to the ink of the page.
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

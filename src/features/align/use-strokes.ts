import { useMemo } from "react";
import { type RunStroke, runStrokes } from "../../ui/run-strokes.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import type { ModelEntry } from "../../worker/records.ts";

/** The strokes of the policies tuned to some reward models. */
export function usePolicyStrokes(rewards: readonly ModelEntry[]): ReadonlyMap<string, RunStroke> {
  const palette = usePalette();
  return useMemo(
    () =>
      runStrokes(
        rewards.map(({ id, method }) => ({ id, method: method ?? "" })),
        palette,
      ),
    [rewards, palette],
  );
}

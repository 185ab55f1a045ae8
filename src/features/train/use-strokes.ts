import { useMemo } from "react";
import { type VariantId, variantOf } from "../../state/train-variants.ts";
import { type RunStroke, runStrokes } from "../../ui/run-strokes.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";

/** The strokes of some runs. */
export function useVariantStrokes(variants: readonly VariantId[]): Map<string, RunStroke> {
  const palette = usePalette();
  const key = variants.join();
  return useMemo(
    () =>
      runStrokes(
        key
          .split(",")
          .filter(Boolean)
          .map((id) => ({ id, method: variantOf(id as VariantId).method })),
        palette,
      ),
    [key, palette],
  );
}

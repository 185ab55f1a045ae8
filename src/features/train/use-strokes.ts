import { useMemo } from "react";
import { useStore } from "zustand";
import { type VariantId, variantOf } from "../../state/train-variants.ts";
import { type RunStroke, runStrokes } from "../../ui/run-strokes.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import { train } from "./session.ts";

/** The strokes of some runs. */
export function useStrokes(variants: readonly VariantId[]): Map<string, RunStroke> {
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

/**
 * The shown runs: those of the present training, or those that Start would begin. The array stays the same object while
 * the runs stay the same, since charts are rebuilt for a new one.
 */
export function useShownVariants(): readonly VariantId[] {
  const key = useStore(train.store, ({ lanes, settings }) =>
    (lanes.length > 0 ? lanes.map(({ id }) => id) : settings.variants).join(),
  );
  return useMemo(() => key.split(",") as VariantId[], [key]);
}

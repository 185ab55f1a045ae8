import { useMemo } from "react";
import { useStore } from "zustand";
import type { VariantId } from "../../state/train-variants.ts";
import { train } from "./session.ts";

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

import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { type FigurePalette, figurePalette } from "./palette.ts";

/** The figure's colours in the page's present theme. */
export function usePalette(): FigurePalette {
  const scheme = useComputedColorScheme("light");
  return useMemo(() => figurePalette(scheme), [scheme]);
}

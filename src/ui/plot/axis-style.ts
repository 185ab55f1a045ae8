import { percentText } from "../numbers.ts";
import type { FigurePalette } from "../token-figure/palette.ts";

/** The style of the axes of every plot. */
export function axisStyle({ muted, line }: FigurePalette) {
  return {
    type: "number" as const,
    tick: { fill: muted, fontSize: 11 },
    tickLine: { stroke: line },
    axisLine: { stroke: line },
  };
}

/** The name of an axis, below or beside it. */
export function axisName(value: string, { muted }: FigurePalette, side: "bottom" | "left" | "right") {
  const places = {
    bottom: { position: "insideBottom", offset: -4 },
    left: { position: "insideLeft", angle: -90, offset: 10, style: { textAnchor: "middle" } },
    right: { position: "insideRight", angle: 90, offset: 10, style: { textAnchor: "middle" } },
  } as const;
  return { value, fill: muted, fontSize: 11, ...places[side] };
}

/** About so many ticks have room on an axis of a plot. */
export const TICKS = 5;
export const PLOT_HEIGHT = 280;
export const plotMargin = { top: 8, right: 12, bottom: 14, left: 4 };

/** The text of a share on an axis. */
export const percentTick = (share: number) => percentText(share, 0);

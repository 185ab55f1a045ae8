import type { ReactNode, SVGProps } from "react";
import type { Axis } from "./axis.ts";
import { AxisGutter } from "./Gutter.tsx";
import type { FigurePalette } from "./palette.ts";
import classes from "./TokenFigure.module.css";

interface RewardRowProps extends SVGProps<SVGSVGElement> {
  axis: Axis;
  /** Width of all columns in pixels. */
  width: number;
  palette: FigurePalette;
  /** The curves, over the lines of the axis. */
  children: ReactNode;
}

/** A row of a token figure for rewards: their axis with a line at every tick, and curves. */
export function RewardRow({ axis, width, palette, children, ...drawing }: RewardRowProps) {
  return (
    <div className={classes.row} style={{ height: axis.height }} data-symbol="r">
      <AxisGutter axis={axis} label="r" palette={palette} />
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: whoever draws names it, or hides it. */}
      <svg {...drawing} width={width} height={axis.height}>
        {axis.ticks.map((tick) => (
          <line
            key={tick}
            x2={width}
            y1={axis.y(tick)}
            y2={axis.y(tick)}
            stroke={tick === 0 ? palette.muted : palette.line}
          />
        ))}
        {children}
      </svg>
    </div>
  );
}

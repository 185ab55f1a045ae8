import type { ReactNode } from "react";
import { type Axis, axisLabelPlace, tickText } from "./axis.ts";
import { gutterWidth } from "./layout.ts";
import type { FigurePalette } from "./palette.ts";
import classes from "./TokenFigure.module.css";

/** The left end of a row, which stays in place while the tokens scroll. */
export function Gutter({ height, children }: { height: number; children?: ReactNode }) {
  return (
    <div className={classes.gutter} style={{ width: gutterWidth, height }}>
      {children}
    </div>
  );
}

/** A chart's axis in the gutter. */
export function AxisGutter({ axis, label, palette }: { axis: Axis; label: string; palette: FigurePalette }) {
  return (
    <Gutter height={axis.height}>
      <svg width={gutterWidth} height={axis.height} aria-hidden className={classes.axis}>
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <text x={gutterWidth - 8} y={axis.y(tick) + 3.5} textAnchor="end" fill={palette.muted}>
              {tickText(tick)}
            </text>
            <line x1={gutterWidth - 5} x2={gutterWidth} y1={axis.y(tick)} y2={axis.y(tick)} stroke={palette.line} />
          </g>
        ))}
        <text
          transform={axisLabelPlace(11, axis.height, label)}
          textAnchor="middle"
          fill={palette.ink}
          fontWeight={600}
        >
          {label}
        </text>
      </svg>
    </Gutter>
  );
}

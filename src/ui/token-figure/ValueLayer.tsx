import { memo } from "react";
import type { FigurePalette } from "./palette.ts";
import { bandOpacity, comparedDash, diamondPath, measuredDash, tokenStroke, whiskerPath } from "./strokes.ts";
import classes from "./TokenFigure.module.css";
import type { BandPiece, ValueCurve, ValuePoint } from "./value-marks.ts";

interface ValueLayerProps {
  band: readonly BandPiece[];
  curves: readonly ValueCurve[];
  width: number;
  height: number;
  palette: FigurePalette;
}

const joined = (points: readonly ValuePoint[]) => points.map(({ x, y }) => `${x},${y}`).join(" ");

/**
 * Measured values over the rewards: a diamond with its interval at every step end, a lighter interval at the tokens in
 * between, and the band in which the next value must lie.
 */
export const ValueLayer = memo(function ValueLayer({ band, curves, width, height, palette }: ValueLayerProps) {
  return (
    <svg width={width} height={height} className={classes.values} aria-hidden data-testid="values">
      {band.map(({ column, x, width, top, bottom }) => (
        <rect
          key={column}
          data-band={column}
          x={x}
          y={top}
          width={width}
          height={Math.max(1, bottom - top)}
          fill={palette.truth}
          fillOpacity={bandOpacity}
        />
      ))}
      {curves.map(({ id, active, points }) => (
        <g key={id} stroke={palette.truth} strokeWidth={1.5} fill="none">
          <polyline
            points={joined(points)}
            strokeWidth={tokenStroke.width}
            strokeOpacity={tokenStroke.opacity}
            strokeDasharray={measuredDash}
          />
          <polyline
            points={joined(points.filter(({ main }) => main))}
            strokeDasharray={active ? measuredDash : comparedDash}
            strokeLinecap="round"
          />
          {active &&
            points.map((point) => (
              <g key={point.column} data-value={point.column} strokeOpacity={point.main ? 1 : tokenStroke.opacity}>
                <path d={whiskerPath(point)} />
                {point.main && <path d={diamondPath(point)} fill={palette.paper} />}
              </g>
            ))}
        </g>
      ))}
    </svg>
  );
});

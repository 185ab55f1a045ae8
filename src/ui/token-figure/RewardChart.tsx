import { memo } from "react";
import type { Axis } from "./axis.ts";
import type { ColumnLayout } from "./columns.ts";
import { type Curve, type ExactCurve, pixelOf, polylinePoints } from "./curves.ts";
import type { FigurePalette } from "./palette.ts";
import { comparedDash, dotRadius, endPath, exactWidth, mainWidth, squarePath, tokenStroke } from "./strokes.ts";

interface RewardChartProps {
  curves: readonly Curve[];
  /** Exact values, drawn under the rewards; empty if the axis is not σ(r). */
  exact: readonly ExactCurve[];
  axis: Axis;
  layout: ColumnLayout;
  palette: FigurePalette;
}

/**
 * Process rewards and exact values over the token columns: a line through the step ends, and a light one through every
 * token behind it.
 */
export const RewardChart = memo(function RewardChart({ curves, exact, axis, layout, palette }: RewardChartProps) {
  return (
    <svg width={layout.width} height={axis.height} aria-hidden>
      {axis.ticks.map((tick) => (
        <line key={tick} x2={layout.width} y1={axis.y(tick)} y2={axis.y(tick)} stroke={palette.line} />
      ))}
      {exact.map(({ id, active, tokens, main, endsAt }) => (
        <g key={id} data-exact={id} fill="none" stroke={palette.truth}>
          <polyline
            points={polylinePoints(tokens, layout, axis)}
            strokeWidth={2 * tokenStroke.width}
            strokeOpacity={tokenStroke.opacity}
          />
          <polyline
            points={polylinePoints(main, layout, axis)}
            strokeWidth={exactWidth(active)}
            strokeDasharray={active ? undefined : comparedDash}
          />
          {active &&
            main.map((point) => (
              <path
                key={point.column}
                data-exact-value={point.column}
                d={squarePath(pixelOf(point, layout, axis))}
                fill={palette.truth}
              />
            ))}
          {active && endsAt !== null && (
            <path
              data-exact-end={endsAt}
              d={endPath(pixelOf(tokens.at(-1) as (typeof tokens)[number], layout, axis))}
              strokeWidth={2}
            />
          )}
        </g>
      ))}
      {curves.map(({ key, model, tokens }) => (
        <polyline
          key={key}
          data-of={model.id}
          points={polylinePoints(tokens, layout, axis)}
          fill="none"
          stroke={palette.model(model)}
          strokeWidth={tokenStroke.width}
          strokeOpacity={tokenStroke.opacity}
        />
      ))}
      {curves.map(({ key, model, active, main }) => (
        <g key={key} data-curve={key} data-of={model.id}>
          <polyline
            points={polylinePoints(main, layout, axis)}
            fill="none"
            stroke={palette.model(model)}
            strokeWidth={mainWidth(active)}
            strokeDasharray={active ? undefined : comparedDash}
          />
          {active &&
            main.map((point) => {
              const { x, y } = pixelOf(point, layout, axis);
              return (
                <circle
                  key={point.column}
                  data-step-end={point.column}
                  cx={x}
                  cy={y}
                  r={dotRadius}
                  fill={palette.model(model)}
                />
              );
            })}
        </g>
      ))}
    </svg>
  );
});

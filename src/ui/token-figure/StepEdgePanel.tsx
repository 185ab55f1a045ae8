import { memo } from "react";
import type { Axis } from "./axis.ts";
import type { ColumnLayout } from "./columns.ts";
import type { FigurePalette } from "./palette.ts";
import type { StepBand, StepBar } from "./step-bars.ts";
import { trianglePath } from "./strokes.ts";

interface StepEdgePanelProps {
  bands: readonly StepBand[];
  bars: readonly StepBar[];
  axis: Axis;
  layout: ColumnLayout;
  palette: FigurePalette;
}

/** |Δσ(r)| from step end to step end, under the bound 1 − Π q over the tokens in between. */
export const StepEdgePanel = memo(function StepEdgePanel({ bands, bars, axis, layout, palette }: StepEdgePanelProps) {
  return (
    <svg width={layout.width} height={axis.height} aria-hidden>
      {axis.ticks.map((tick) => (
        <line key={tick} x2={layout.width} y1={axis.y(tick)} y2={axis.y(tick)} stroke={palette.line} />
      ))}
      {bands.map(({ to, x, width, top, bottom }) => (
        <g key={to} data-step-band={to}>
          <rect x={x} y={top} width={width} height={bottom - top} fill={palette.allowed} />
          <line x1={x} x2={x + width} y1={top} y2={top} stroke={palette.muted} />
        </g>
      ))}
      {bars.map(({ model, x, width, top, bottom, edge }) => (
        <g key={`${model.id} ${edge.to}`} data-of={model.id}>
          <rect x={x} y={top} width={width} height={bottom - top} fill={palette.model(model)} />
          {edge.broken && <path d={trianglePath(x + width / 2, top)} fill={palette.wrong} />}
        </g>
      ))}
    </svg>
  );
});

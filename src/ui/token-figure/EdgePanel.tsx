import { memo } from "react";
import type { TokenRecord } from "../../worker/records.ts";
import type { Axis } from "./axis.ts";
import type { ColumnLayout } from "./columns.ts";
import type { EdgeBar } from "./edge-bars.ts";
import type { FigurePalette } from "./palette.ts";
import { trianglePath } from "./strokes.ts";

interface EdgePanelProps {
  tokens: readonly TokenRecord[];
  bars: readonly EdgeBar[];
  axis: Axis;
  layout: ColumnLayout;
  palette: FigurePalette;
}

/** |Δσ(r)| of every edge as a bar, under its bound 1 − q. A triangle marks a bar above the bound. */
export const EdgePanel = memo(function EdgePanel({ tokens, bars, axis, layout, palette }: EdgePanelProps) {
  const floor = axis.y(0);
  return (
    <svg width={layout.width} height={axis.height} aria-hidden>
      {axis.ticks.map((tick) => (
        <line key={tick} x2={layout.width} y1={axis.y(tick)} y2={axis.y(tick)} stroke={palette.line} />
      ))}
      {layout.columns.slice(1, tokens.length + 1).map(({ index, x, width }) => {
        const top = axis.y(1 - (tokens[index - 1] as TokenRecord).q);
        return (
          <g key={index}>
            <rect x={x} y={top} width={width - 2} height={floor - top} fill={palette.allowed} />
            <line x1={x} x2={x + width - 2} y1={top} y2={top} stroke={palette.muted} />
          </g>
        );
      })}
      {bars.map(({ column, model, x, width, top, bottom, edge }) => (
        <g key={`${model.id} ${column}`} data-of={model.id}>
          <rect x={x} y={top} width={width} height={bottom - top} fill={palette.model(model)} />
          {edge.broken && <path d={trianglePath(x + width / 2, top)} fill={palette.wrong} />}
        </g>
      ))}
    </svg>
  );
});

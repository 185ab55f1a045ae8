import type { Axis } from "../../../ui/token-figure/axis.ts";
import type { ColumnLayout } from "../../../ui/token-figure/columns.ts";
import { AxisGutter } from "../../../ui/token-figure/Gutter.tsx";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import figureClasses from "../../../ui/token-figure/TokenFigure.module.css";

interface RewardLineProps {
  /** Process rewards at the end of the prompt and at every token. */
  rewards: readonly number[];
  axis: Axis;
  layout: ColumnLayout;
  palette: FigurePalette;
  colour: string;
  label: string;
}

/** The process rewards of one response over its tokens. */
export function RewardLine({ rewards, axis, layout, palette, colour, label }: RewardLineProps) {
  const at = (column: number) => layout.columns[column]?.center ?? 0;
  return (
    <div className={figureClasses.row} style={{ height: axis.height }} data-symbol="r">
      <AxisGutter axis={axis} label="r" palette={palette} />
      <svg width={layout.width} height={axis.height} role="img" aria-label={label}>
        {axis.ticks.map((tick) => (
          <line
            key={tick}
            x2={layout.width}
            y1={axis.y(tick)}
            y2={axis.y(tick)}
            stroke={tick === 0 ? palette.muted : palette.line}
          />
        ))}
        <polyline
          points={rewards.map((reward, t) => `${at(t)},${axis.y(reward).toFixed(1)}`).join(" ")}
          fill="none"
          stroke={colour}
          strokeWidth={2}
        />
      </svg>
    </div>
  );
}

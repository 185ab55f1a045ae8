import { isExact, knownValue } from "../../../engine/evaluation/known-value.ts";
import type { KnownValue } from "../../../engine/evaluation/trajectory.ts";
import { valueBand } from "../../../engine/evaluation/value-edges.ts";
import { wilsonInterval } from "../../../engine/statistics/wilson.ts";
import { linearAxis } from "../../../ui/token-figure/axis.ts";
import type { ColumnLayout } from "../../../ui/token-figure/columns.ts";
import { AxisGutter } from "../../../ui/token-figure/Gutter.tsx";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import { bandOpacity, whiskerPath } from "../../../ui/token-figure/strokes.ts";
import figureClasses from "../../../ui/token-figure/TokenFigure.module.css";

const axis = linearAxis(132, [0, 1], [0, 0.25, 0.5, 0.75, 1]);

interface ValueRowProps {
  /** Values at the end of the prompt and after every token. */
  values: readonly KnownValue[];
  /** Generation probability of every token. */
  q: readonly number[];
  name: string;
  symbol: string;
  colour: string;
  layout: ColumnLayout;
  palette: FigurePalette;
  label: string;
}

/** Values token by token as a stair, measured ones with their intervals, over the band that the value before allows. */
export function ValueRow({ values, q, name, symbol, colour, layout, palette, label }: ValueRowProps) {
  const columnOf = ({ position }: KnownValue) => layout.columns[position + 1];
  const stair = values.flatMap((value, i) => {
    const column = columnOf(value);
    return column ? [`${i === 0 ? "M" : "L"}${column.x} ${axis.y(knownValue(value))}h${column.width}`] : [];
  });
  return (
    <div className={figureClasses.row} style={{ height: axis.height }} data-symbol={symbol}>
      <AxisGutter axis={axis} label={name} palette={palette} />
      <svg width={layout.width} height={axis.height} role="img" aria-label={label}>
        {axis.ticks.map((tick) => (
          <line key={tick} x2={layout.width} y1={axis.y(tick)} y2={axis.y(tick)} stroke={palette.line} />
        ))}
        {valueBand(values, q).map(({ position, low, high }) => {
          const column = layout.columns[position + 1];
          return (
            column && (
              <rect
                key={position}
                x={column.x}
                y={axis.y(high)}
                width={column.width - 2}
                height={Math.max(2, axis.y(low) - axis.y(high))}
                fill={palette.truth}
                fillOpacity={bandOpacity}
              />
            )
          );
        })}
        <path d={stair.join("")} fill="none" stroke={colour} strokeWidth={2} />
        {values.map((value) => {
          const column = columnOf(value);
          if (isExact(value) || !column) return null;
          const [low, high] = wilsonInterval(value.successes, value.rollouts);
          const whisker = whiskerPath({ x: column.center, top: axis.y(high), bottom: axis.y(low) });
          return <path key={value.position} d={whisker} stroke={colour} fill="none" />;
        })}
      </svg>
    </div>
  );
}

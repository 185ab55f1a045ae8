import { useMemo } from "react";
import type { SignalRecording } from "../../../engine/training/run-history.ts";
import { translated } from "../../../i18n/translated.ts";
import { type VariantId, variantOf } from "../../../state/train-variants.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { SignalStrip } from "../../../ui/signal-strip/SignalStrip.tsx";
import { STRIP } from "../../../ui/signal-strip/signal-bars.ts";
import { rewardAxis } from "../../../ui/token-figure/axis.ts";
import type { ColumnLayout } from "../../../ui/token-figure/columns.ts";
import { Gutter } from "../../../ui/token-figure/Gutter.tsx";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import { RewardRow } from "../../../ui/token-figure/RewardRow.tsx";
import type { Side } from "../../../ui/token-figure/sides.ts";
import { coveredWidth } from "../../../ui/token-figure/strokes.ts";
import figureClasses from "../../../ui/token-figure/TokenFigure.module.css";
import classes from "./Pinned.module.css";

const CURVES = 104;

export interface SideRowsProps {
  side: Side;
  runs: readonly VariantId[];
  strokes: ReadonlyMap<string, RunStroke>;
  /** The recording of each run that is shown; null if there is none yet. */
  frames: readonly (SignalRecording | null)[];
  /** The least and the greatest reward of the pair in all recordings. */
  range: readonly [low: number, high: number];
  layout: ColumnLayout;
  palette: FigurePalette;
}

/**
 * The rows below one response's chips: a chart with the rewards of all runs, then a strip of gradients for each run.
 */
export function SideRows({ side, runs, strokes, frames, range: [low, high], layout, palette }: SideRowsProps) {
  const axis = useMemo(() => rewardAxis(CURVES, [low, high]), [low, high]);
  return (
    <>
      <RewardRow axis={axis} width={layout.width} palette={palette} aria-hidden data-testid={`rewards-${side}`}>
        {frames.map((frame, i) => {
          const { colour, dash } = strokes.get(runs[i] as string) ?? { colour: palette.ink, dash: [] };
          return (
            <polyline
              key={runs[i]}
              data-of={runs[i]}
              points={frame ? points(frame, side, layout, axis.y) : ""}
              fill="none"
              stroke={colour}
              strokeWidth={coveredWidth(i, runs.length)}
              strokeDasharray={dash.join(" ")}
            />
          );
        })}
      </RewardRow>
      {runs.map((run, i) => (
        <div key={run} data-of={run} className={figureClasses.row} style={{ height: STRIP }}>
          <Gutter height={STRIP}>
            <span
              className={classes.stripName}
              style={{ color: strokes.get(run)?.colour }}
              title={translated(variantOf(run).name)}
            >
              {translated(variantOf(run).name).replace("ICRM ", "")}
            </span>
          </Gutter>
          <SignalStrip
            run={run}
            signal={frames[i]?.signal[side] ?? null}
            side={side}
            layout={layout}
            palette={palette}
            colour={strokes.get(run)?.colour ?? palette.ink}
          />
        </div>
      ))}
    </>
  );
}

function points(
  { signal }: SignalRecording,
  side: Side,
  { columns }: ColumnLayout,
  y: (reward: number) => number,
): string {
  return signal[side].rewards.map((reward, t) => `${columns[t]?.center ?? 0},${y(reward).toFixed(1)}`).join(" ");
}

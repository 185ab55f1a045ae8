import { memo } from "react";
import type { ResponseSignal } from "../../engine/training/signal.ts";
import { t } from "../../i18n/i18n.ts";
import type { ColumnLayout } from "../token-figure/columns.ts";
import type { FigurePalette } from "../token-figure/palette.ts";
import type { Side } from "../token-figure/sides.ts";
import { SIGNAL_DECADES, STRIP, signalHeight, signalPaths } from "./signal-bars.ts";

interface SignalStripProps {
  /** Id of the run. */
  run: string;
  side: Side;
  signal: ResponseSignal | null;
  layout: ColumnLayout;
  palette: FigurePalette;
  colour: string;
}

/** `∂L/∂r_t` of one run for every token: the outcome term in ink, the consistency term in the run's colour. */
export const SignalStrip = memo(function SignalStrip(props: SignalStripProps) {
  const { run, side, signal, layout, palette, colour } = props;
  const hanging = side === "rejected";
  const common = { columns: layout.columns, height: STRIP, hanging };
  const outcome = signal && signalPaths({ ...common, gradients: signal.outcome, place: 1 });
  const consistency = signal?.consistency && signalPaths({ ...common, gradients: signal.consistency, place: -1 });
  return (
    <svg
      width={layout.width}
      height={STRIP}
      role="img"
      aria-label={signal ? describe(signal) : t("not recorded yet")}
      data-testid={`signal-${run}-${side}`}
    >
      <path d={gridLines(layout.width, hanging)} stroke={palette.line} strokeDasharray="1 3" />
      <line x2={layout.width} y1={hanging ? 0.5 : STRIP - 0.5} y2={hanging ? 0.5 : STRIP - 0.5} stroke={palette.line} />
      {consistency && (
        <>
          <path data-term="consistency" d={consistency.along} fill={colour} />
          <path d={consistency.against} fill="none" stroke={colour} />
        </>
      )}
      {outcome && (
        <>
          <path data-term="outcome" d={outcome.along} fill={palette.ink} />
          <path d={outcome.against} fill="none" stroke={palette.ink} />
        </>
      )}
    </svg>
  );
});

/** The grid: a line at every second decade. */
function gridLines(width: number, hanging: boolean): string {
  const lines: string[] = [];
  for (let decade: number = SIGNAL_DECADES.low + 2; decade < SIGNAL_DECADES.high; decade += 2) {
    const height = Math.round(signalHeight(10 ** decade) * (STRIP - 3)) + 0.5;
    lines.push(`M0 ${hanging ? height : STRIP - height}h${width}`);
  }
  return lines.join("");
}

function describe({ outcome, consistency }: ResponseSignal): string {
  const lit = (gradients: readonly number[] | null) =>
    gradients?.filter((gradient) => signalHeight(gradient) > 0).length ?? 0;
  return t("{outcome} tokens; the outcome term acts on {outcome2}, consistency on {consistency}", {
    outcome: outcome.length,
    outcome2: lit(outcome),
    consistency: lit(consistency),
  });
}

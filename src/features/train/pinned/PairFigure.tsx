import { useMemo } from "react";
import type { StoreApi } from "zustand/vanilla";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { createSelection, type Selection } from "../../../state/selection.ts";
import { type VariantId, variantOf } from "../../../state/train-variants.ts";
import { shownStep } from "../../../state/train-view.ts";
import { signalSeries } from "../../../ui/signal-strip/signal-series.ts";
import { SIDES } from "../../../ui/token-figure/sides.ts";
import { TokenTrack } from "../../../ui/token-figure/TokenTrack.tsx";
import type { TokenSeries } from "../../../ui/token-figure/token-numbers.ts";
import type { PinnedPair } from "../../../worker/training-records.ts";
import { train } from "../session.ts";
import { useVariantStrokes } from "../use-strokes.ts";
import { partingOf, pinnedRow, sidesWithTokens } from "./figure-rows.ts";
import { SideRows, type SideRowsProps } from "./SideRows.tsx";
import { useFrames } from "./use-frames.ts";

/** The token under the pointer and the pinned one; the edge table shows them too. */
export const pairSelection: StoreApi<Selection> = createSelection();

const VERDICTS = ["right", "wrong"] as const;

interface PairFigureProps {
  pair: PinnedPair;
  runs: readonly VariantId[];
}

/**
 * Chosen and rejected response over one token axis: chips, the process rewards of every run, and the gradient of each
 * loss term.
 */
export function PairFigure({ pair, runs }: PairFigureProps) {
  const rows = useMemo(() => sidesWithTokens(pair).map((side) => pinnedRow(pair, side)), [pair]);
  const parts = useMemo(() => partingOf(pair), [pair]);
  const alone = rows.length === 1;
  return (
    <TokenTrack
      label={t("Pinned pair, token by token")}
      rows={rows}
      selection={pairSelection}
      {...(!alone && { verdicts: VERDICTS })}
      parts={alone ? null : parts}
      // Where the responses end, Bradley–Terry pushes, and nowhere else.
      endFirst
      series={() => seriesOf(pair, runs)}
      below={(i, layout, palette) => (
        <ShownRows side={SIDES[i] ?? "chosen"} pair={pair.place} {...{ runs, layout, palette }} />
      )}
    />
  );
}

interface ShownRowsProps extends Pick<SideRowsProps, "side" | "runs" | "layout" | "palette"> {
  /** Index of the pair among the held-out pairs. */
  pair: number;
}

/** The rows of a side at the shown step. A component of its own: it is rendered at every step. */
function ShownRows({ pair, runs, ...shown }: ShownRowsProps) {
  const frames = useFrames(pair, runs);
  return (
    <SideRows
      {...{ ...shown, runs, frames }}
      strokes={useVariantStrokes(runs)}
      range={train.record().rewardRange(pair)}
    />
  );
}

/** The rewards and gradients of a pinned pair at the shown step, of every run. */
function seriesOf(pair: PinnedPair, runs: readonly VariantId[]): TokenSeries[] {
  const step = shownStep(train.view.getState());
  return runs.flatMap((run) => {
    const name = translated(variantOf(run).name);
    const frame = train.record().frame(run, pair.place, step);
    const signalOf = (row: number) => frame?.signal[SIDES[row] ?? "chosen"] ?? null;
    return [
      { name: `r, ${name}`, at: (row: number, column: number) => signalOf(row)?.rewards[column] },
      ...signalSeries(name, signalOf),
    ];
  });
}

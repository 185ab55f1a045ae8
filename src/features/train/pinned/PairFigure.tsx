import { useMemo } from "react";
import type { StoreApi } from "zustand/vanilla";
import { t } from "../../../i18n/i18n.ts";
import { createSelection, type Selection } from "../../../state/selection.ts";
import type { VariantId } from "../../../state/train-variants.ts";
import { SIDES } from "../../../ui/token-figure/sides.ts";
import { TokenTrack } from "../../../ui/token-figure/TokenTrack.tsx";
import type { PinnedPair } from "../../../worker/training-records.ts";
import { partingOf, rowOf, sidesOf } from "./figure-rows.ts";
import { SideRows } from "./SideRows.tsx";
import { seriesOf } from "./series.ts";

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
  const rows = useMemo(() => sidesOf(pair).map((side) => rowOf(pair, side)), [pair]);
  const parts = useMemo(() => partingOf(pair), [pair]);
  const alone = rows.length === 1;
  return (
    <TokenTrack
      label={t("Pinned pair, token by token")}
      rows={rows}
      selection={pairSelection}
      {...(!alone && { verdicts: VERDICTS })}
      parts={alone ? null : parts}
      series={() => seriesOf(pair, runs)}
      below={(i, layout, palette) => (
        <SideRows side={SIDES[i] ?? "chosen"} pair={pair.place} runs={runs} layout={layout} palette={palette} />
      )}
    />
  );
}

import { useElementSize } from "@mantine/hooks";
import { useCallback, useMemo, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import { createSelection, type Selection, type TokenPlace } from "../../../state/selection.ts";
import type { VariantId } from "../../../state/train-variants.ts";
import { Crosshair } from "../../../ui/token-figure/Crosshair.tsx";
import { fitColumns } from "../../../ui/token-figure/fit-columns.ts";
import { Gutter } from "../../../ui/token-figure/Gutter.tsx";
import { figureColumns, gutterWidth, onRuler, rowHeights } from "../../../ui/token-figure/layout.ts";
import figureClasses from "../../../ui/token-figure/TokenFigure.module.css";
import { TokenRow } from "../../../ui/token-figure/TokenRow.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { useTokenKeys } from "../../../ui/token-figure/use-token-keys.ts";
import type { PinnedPair } from "../../../worker/training-records.ts";
import { partingOf, rowOf, SIDES, sidesOf } from "./figure-rows.ts";
import classes from "./Pinned.module.css";
import { SideRows } from "./SideRows.tsx";

/** The token under the pointer and the pinned one; the edge table shows it too. */
export const pairSelection: StoreApi<Selection> = createSelection();

/** Behind the last token. */
const MARGIN = 8;

interface PairFigureProps {
  pair: PinnedPair;
  runs: readonly VariantId[];
}

/** Chosen and rejected over one token axis: chips, the process rewards of every run, and what each loss term does. */
export function PairFigure({ pair, runs }: PairFigureProps) {
  const palette = usePalette();
  const rows = useMemo(() => sidesOf(pair).map((side) => rowOf(pair, side)), [pair]);
  const { ref: frame, width } = useElementSize<HTMLElement>();
  const layout = useMemo(
    () => fitColumns(figureColumns(rows), Math.floor(width) - gutterWidth - MARGIN),
    [rows, width],
  );
  const alone = rows.length === 1;
  const parts = useMemo(() => partingOf(pair), [pair]);
  const body = useRef<HTMLDivElement>(null);
  const pin = useCallback((pinned: TokenPlace) => pairSelection.setState({ pinned }), []);
  const pointer = useTokenKeys({ body, layout, selection: pairSelection, activeId: 0, onPin: pin });

  return (
    <section ref={frame} className={figureClasses.scroller} aria-label="Pinned pair, token by token">
      <div
        ref={body}
        className={figureClasses.body}
        style={{ width: gutterWidth + layout.width + MARGIN }}
        {...pointer}
      >
        <div className={figureClasses.row}>
          <Gutter height={rowHeights.ruler}>
            <span className={figureClasses.gutterNote}>token</span>
          </Gutter>
          <div className={figureClasses.ruler} aria-hidden>
            {layout.columns
              .filter(({ index }) => onRuler(index) && index > 0)
              .map(({ index, center }) => (
                <span key={index} style={{ left: center }}>
                  {index}
                </span>
              ))}
          </div>
        </div>
        {rows.map((row, i) => (
          <div key={row.id} data-row={row.id} data-testid={`pinned-${row.letter}`}>
            <div className={figureClasses.row}>
              <Gutter height={rowHeights.chips}>
                <span
                  className={classes.side}
                  style={alone ? undefined : { color: i === 0 ? palette.right : palette.wrong }}
                >
                  {row.letter}
                  <br />
                  {!alone && (i === 0 ? "✓" : "✗")}
                </span>
              </Gutter>
              <TokenRow trajectory={row} columns={layout.columns} palette={palette} tabColumn={1} pinnedColumn={null} />
            </div>
            <SideRows side={SIDES[i] ?? "chosen"} pair={pair.place} runs={runs} layout={layout} palette={palette} />
          </div>
        ))}
        <div className={figureClasses.overlay} style={{ left: gutterWidth }}>
          {!alone && parts < layout.columns.length - 1 && (
            <div
              className={figureClasses.divergence}
              style={{ left: layout.columns[parts + 1]?.x }}
              title={`Chosen and rejected part at token ${parts + 1}`}
            />
          )}
          <Crosshair selection={pairSelection} columns={layout.columns} />
        </div>
      </div>
    </section>
  );
}

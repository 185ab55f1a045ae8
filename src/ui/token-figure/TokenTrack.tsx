import { useElementSize, useMediaQuery, useMergedRef } from "@mantine/hooks";
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import type { Selection, TokenPlace } from "../../state/selection.ts";
import { ChartTable } from "../chart-table/ChartTable.tsx";
import { Crosshair } from "./Crosshair.tsx";
import type { ColumnLayout } from "./columns.ts";
import { fitColumns } from "./fit-columns.ts";
import { Gutter } from "./Gutter.tsx";
import { figureColumns, gutterWidth, rowHeights } from "./layout.ts";
import type { FigureTrajectory } from "./model.ts";
import type { FigurePalette } from "./palette.ts";
import classes from "./TokenFigure.module.css";
import { TokenRow } from "./TokenRow.tsx";
import { TokenRuler } from "./TokenRuler.tsx";
import { type TokenSeries, tokenNumbers } from "./token-numbers.ts";
import { usePalette } from "./use-palette.ts";
import { useTokenKeys } from "./use-token-keys.ts";

/** Margin after the last token. */
const MARGIN = 8;

interface TokenTrackProps {
  label: string;
  /** Responses to one prompt, one below the other. */
  rows: readonly FigureTrajectory[];
  selection: StoreApi<Selection>;
  /** The verdict on each row, shown at its left end by name, sign and colour; left out, only the name is shown. */
  verdicts?: readonly ("right" | "wrong")[];
  /** How many tokens the rows share, with a mark where they diverge; null if they do not. */
  parts: number | null;
  /** Whether a figure that is too wide for the window begins at its last tokens. */
  endFirst?: boolean;
  /** What is drawn below the chips, for the table of the figure. Called only while the table is open. */
  series(): readonly TokenSeries[];
  /** Draws the part below the chips of a row, in the columns of the chips. */
  below(index: number, layout: ColumnLayout, palette: FigurePalette): ReactNode;
}

/**
 * Responses as chips over a shared axis of tokens, as narrow as the window requires, with further drawings over the
 * same columns.
 */
export function TokenTrack({
  label,
  rows,
  selection,
  verdicts,
  parts,
  endFirst = false,
  series,
  below,
}: TokenTrackProps) {
  const palette = usePalette();
  const { ref: frame, width } = useElementSize<HTMLElement>();
  const forFingers = useMediaQuery("(pointer: coarse)", false, { getInitialValueInEffect: false });
  const layout = useMemo(
    () => fitColumns(figureColumns(rows), Math.floor(width) - gutterWidth - MARGIN, forFingers),
    [rows, width, forFingers],
  );
  const scroller = useRef<HTMLElement>(null);
  const frameAndScroller = useMergedRef(frame, scroller);
  useEffect(() => {
    if (endFirst && layout.width > 0) scroller.current?.scrollTo({ left: gutterWidth + layout.width });
  }, [endFirst, layout.width]);
  const body = useRef<HTMLDivElement>(null);
  const pin = useCallback((pinned: TokenPlace) => selection.setState({ pinned }), [selection]);
  const pointer = useTokenKeys({ body, layout, selection, activeId: rows[0]?.id ?? null, onPin: pin });

  return (
    <>
      <section ref={frameAndScroller} className={classes.scroller} aria-label={label}>
        <div ref={body} className={classes.body} style={{ width: gutterWidth + layout.width + MARGIN }} {...pointer}>
          <TokenRuler layout={layout} />
          {rows.map((row, i) => {
            const verdict = verdicts?.[i];
            return (
              <div key={row.id} data-row={row.id} data-testid={`pinned-${row.letter}`}>
                <div className={classes.row}>
                  <Gutter height={rowHeights.chips}>
                    <span className={classes.side} style={verdict && { color: palette[verdict] }}>
                      {translated(row.letter)}
                      <br />
                      {verdict && (verdict === "right" ? "✓" : "✗")}
                    </span>
                  </Gutter>
                  <TokenRow
                    trajectory={row}
                    columns={layout.columns}
                    palette={palette}
                    tabColumn={1}
                    pinnedColumn={null}
                  />
                </div>
                {below(i, layout, palette)}
              </div>
            );
          })}
          <div className={classes.overlay} style={{ left: gutterWidth }}>
            {parts !== null && parts < layout.columns.length - 1 && (
              <div
                className={classes.divergence}
                style={{ left: layout.columns[parts + 1]?.x }}
                title={t("{value} part at token {parts}", {
                  value: rows.map(({ letter }) => translated(letter)).join(t(" and ")),
                  parts: parts + 1,
                })}
              />
            )}
            <Crosshair selection={selection} columns={layout.columns} />
          </div>
        </div>
      </section>
      <ChartTable label={label} numbers={() => tokenNumbers(rows, series())} />
    </>
  );
}

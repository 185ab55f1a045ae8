import { memo } from "react";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import type { TokenRecord } from "../../worker/records.ts";
import { type Column, visibleText } from "./columns.ts";
import { chipHeight, isSharedColumn, probabilityBar, rowHeights } from "./layout.ts";
import type { FigureTrajectory } from "./model.ts";
import type { FigurePalette } from "./palette.ts";
import classes from "./TokenFigure.module.css";

interface TokenRowProps {
  trajectory: FigureTrajectory;
  columns: readonly Column[];
  palette: FigurePalette;
  /** The column that the Tab key stops at; arrow keys lead on from there. */
  tabColumn: number;
  pinnedColumn: number | null;
}

/**
 * A trajectory as chips, with the generation probability as fill and bar. Chips are buttons; a row is one stop of the
 * Tab key.
 */
export const TokenRow = memo(function TokenRow(props: TokenRowProps) {
  const { trajectory, columns, palette, tabColumn, pinnedColumn } = props;
  const { id, letter, tokens } = trajectory;
  return (
    <div
      role="toolbar"
      aria-label={t("Trajectory {letter}, {tokens} tokens", { letter: translated(letter), tokens: tokens.length })}
      className={classes.chips}
      style={{ height: rowHeights.chips }}
    >
      <button
        type="button"
        className={classes.promptEnd}
        data-branch={id}
        data-column={0}
        tabIndex={tabColumn === 0 ? 0 : -1}
        aria-label={t("End of the prompt")}
        style={{ left: 0, width: (columns[0]?.width ?? 0) - 2, height: chipHeight }}
      >
        {t("prompt")}
      </button>
      {columns.slice(1, tokens.length + 1).map(({ index: column, x, width }) => (
        <Chip
          key={column}
          token={tokens[column - 1] as TokenRecord}
          branchId={id}
          column={column}
          x={x}
          width={width}
          shared={isSharedColumn(trajectory, column)}
          palette={palette}
          tabbable={tabColumn === column}
          pinned={pinnedColumn === column}
        />
      ))}
    </div>
  );
});

interface ChipProps {
  token: TokenRecord;
  branchId: number;
  column: number;
  x: number;
  width: number;
  shared: boolean;
  palette: FigurePalette;
  tabbable: boolean;
  pinned: boolean;
}

const Chip = memo(function Chip({ token, branchId, column, x, width, shared, palette, tabbable, pinned }: ChipProps) {
  const { text, q } = token;
  return (
    <>
      <button
        type="button"
        className={shared ? classes.sharedChip : classes.chip}
        data-branch={branchId}
        data-column={column}
        data-q={q}
        tabIndex={tabbable ? 0 : -1}
        aria-pressed={pinned}
        aria-label={t("Token {column}, {value}, generation probability {value2}", {
          column,
          value: text.trim() || visibleText(text),
          value2: q.toFixed(2),
        })}
        style={{
          left: x,
          width: width - 2,
          height: chipHeight,
          ...(shared ? { color: palette.muted } : { backgroundColor: palette.chip(q), color: palette.chipText(q) }),
        }}
      >
        {visibleText(text)}
      </button>
      {!shared && (
        <span
          aria-hidden
          className={classes.probability}
          style={{ left: x, width: width - 2, top: probabilityBar.top, height: probabilityBar.height }}
        >
          <span style={{ height: `${100 * q}%`, backgroundColor: palette.muted }} />
        </span>
      )}
    </>
  );
});

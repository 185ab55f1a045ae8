import { type Column, type ColumnLayout, NARROWEST } from "./columns.ts";

/** Pixels of a chip beside its text, which can be given up. */
const SLACK = 8;
/** By how much columns are widened at most where there is room: a few tokens that fill a screen are no sentence any more. */
const WIDEST = 1.6;

/**
 * Narrows the columns if the whole figure then fits without scrolling; widens them where there is room.
 * @param forFingers whether chips have to stay wide enough for a finger
 */
export function fitColumns(layout: ColumnLayout, available: number, forFingers = false): ColumnLayout {
  const excess = layout.width - available;
  if (excess === 0 || available <= 0) return layout;
  if (excess < 0) {
    const factor = Math.min(WIDEST, available / layout.width);
    return withWidths(layout, (width) => width * factor);
  }
  const each = Math.min(SLACK, excess / layout.columns.length);
  return withWidths(layout, (width) => (forFingers ? Math.max(NARROWEST, width - each) : width - each));
}

function withWidths(layout: ColumnLayout, widthOf: (width: number) => number): ColumnLayout {
  let x = 0;
  const columns = layout.columns.map(({ index, width: before }): Column => {
    const width = widthOf(before);
    const column = { index, x, width, center: x + width / 2 };
    x += width;
    return column;
  });
  return { columns, width: x };
}

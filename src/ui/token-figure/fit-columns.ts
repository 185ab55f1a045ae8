import { type Column, type ColumnLayout, NARROWEST } from "./columns.ts";

/** Pixels of a chip beside its text, which can be given up. */
const SLACK = 8;

/**
 * Narrows the columns if the whole figure then fits without scrolling.
 * @param forFingers whether chips have to stay wide enough for a finger
 */
export function fitColumns(layout: ColumnLayout, available: number, forFingers = false): ColumnLayout {
  const excess = layout.width - available;
  if (excess <= 0 || available <= 0) return layout;
  const each = Math.min(SLACK, excess / layout.columns.length);
  let x = 0;
  const columns = layout.columns.map(({ index, width: before }): Column => {
    const width = forFingers ? Math.max(NARROWEST, before - each) : before - each;
    const column = { index, x, width, center: x + width / 2 };
    x += width;
    return column;
  });
  return { columns, width: x };
}

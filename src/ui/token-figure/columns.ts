/** A column of a token figure's horizontal axis, in pixels; every row and chart uses the same columns. */
export interface Column {
  /** 0 is the end of the prompt, t the response's t-th token. */
  index: number;
  x: number;
  width: number;
  center: number;
}

export interface ColumnLayout {
  columns: Column[];
  width: number;
}

const CHARACTER = 8;
const PADDING = 14;
/** A chip leaves 2 pixels of its column free, and has to be 24 pixels wide for a finger. */
export const NARROWEST = 26;
const PROMPT_COLUMN = 52;

/**
 * Columns wide enough for the tokens of every row, so that trajectories of one prompt stay aligned.
 * @param rows texts of the response tokens, one list per trajectory
 */
export function layoutColumns(rows: readonly (readonly string[])[]): ColumnLayout {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const columns: Column[] = [];
  let x = 0;
  for (let index = 0; index <= count; index++) {
    const width = index === 0 ? PROMPT_COLUMN : Math.max(...rows.map((row) => chipWidth(row[index - 1] ?? "")));
    columns.push({ index, x, width, center: x + width / 2 });
    x += width;
  }
  return { columns, width: x };
}

/** The column at a pixel, by bisection; null outside of all columns. */
export function columnAt({ columns, width }: ColumnLayout, x: number): number | null {
  if (x < 0 || x >= width) return null;
  let low = 0;
  let high = columns.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((columns[middle] as Column).x <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A token's text with visible blanks, since a token with a leading blank is another token. */
export function visibleText(text: string): string {
  return text.replaceAll("\n", "⏎").replaceAll("\t", "⇥").replaceAll(" ", "·") || "∅";
}

function chipWidth(text: string): number {
  return Math.max(NARROWEST, [...visibleText(text)].length * CHARACTER + PADDING);
}

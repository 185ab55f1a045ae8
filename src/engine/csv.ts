import { msg } from "../i18n/msg.ts";

export type CsvCell = string | number;

/** Rows as RFC 4180 writes them; numbers in full precision. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return `${rows.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
}

function quoted(cell: CsvCell): string {
  if (typeof cell === "number") return String(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Parses RFC 4180 text into rows of cells; an empty last line is no row. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // Matches a cell, quoted or not, and the comma or line end after it.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const [, quotedText, plain = "", end] = cell.exec(text) ?? [];
    if (end === undefined) throw new SyntaxError(msg(`row ${rows.length + 1}: a quote in the middle of a cell`));
    row.push(quotedText?.replaceAll('""', '"') ?? plain);
    if (end === ",") {
      if (cell.lastIndex === text.length) row.push("");
      else continue;
    }
    rows.push(row);
    row = [];
  }
  return rows;
}

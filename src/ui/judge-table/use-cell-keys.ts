import { type KeyboardEvent, useCallback } from "react";

const moves: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Arrow keys walk through the cells of a table, Home and End go to the ends of a row; the Tab key stops at one cell
 * only.
 */
export function useCellKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback((event) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
    if (!cell) return;
    const rows = [...event.currentTarget.querySelectorAll("tr")]
      .map((row) => [...row.querySelectorAll<HTMLElement>("[data-cell]")])
      .filter((cells) => cells.length > 0);
    const row = rows.findIndex((cells) => cells.includes(cell));
    const column = rows[row]?.indexOf(cell) ?? 0;
    const move = moves[event.key];
    const next = move
      ? rows[row + move[0]]?.[column + move[1]]
      : event.key === "Home"
        ? rows[row]?.[0]
        : event.key === "End"
          ? rows[row]?.at(-1)
          : undefined;
    if (!next) return;
    event.preventDefault();
    next.focus();
  }, []);
}

import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useMemo,
} from "react";
import type { StoreApi } from "zustand/vanilla";
import { type Selection, samePlace, type TokenPlace } from "../../state/selection.ts";
import { type ColumnLayout, columnAt } from "./columns.ts";
import { gutterWidth } from "./layout.ts";

interface TokenKeys {
  body: RefObject<HTMLDivElement | null>;
  layout: ColumnLayout;
  selection: StoreApi<Selection>;
  activeId: number | null;
  onPin(place: TokenPlace, byKeyboard: boolean): void;
}

/**
 * Pointer and key handlers for the body of a token figure: the pointer selects a column, arrow keys walk through the
 * chips, Enter or a click pins a token, Escape unpins it.
 */
export function useTokenKeys({ body, layout, selection, activeId, onPin }: TokenKeys) {
  return useMemo(() => {
    const hover = (hovered: TokenPlace | null) => {
      if (!samePlace(selection.getState().hovered, hovered)) selection.setState({ hovered });
    };
    const under = (event: PointerEvent | MouseEvent): TokenPlace | null => {
      const element = body.current;
      if (!element) return null;
      const column = columnAt(layout, event.clientX - element.getBoundingClientRect().left - gutterWidth);
      const row = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset.row;
      const branchId = row === undefined ? activeId : Number(row);
      return column === null || branchId === null ? null : { branchId, column };
    };
    const focusChip = ({ branchId, column }: TokenPlace) =>
      body.current?.querySelector<HTMLElement>(`[data-branch="${branchId}"][data-column="${column}"]`)?.focus();

    return {
      onPointerMove: (event: PointerEvent) => hover(under(event)),
      onPointerLeave: () => hover(null),
      onFocus: (event: FocusEvent) => hover(placeOf(event.target)),
      onBlur: () => hover(null),
      onClick: (event: MouseEvent) => {
        const place = placeOf(event.target as Element) ?? (isControl(event.target as Element) ? null : under(event));
        // A click by key has detail 0.
        if (place) onPin(place, event.detail === 0);
      },
      onKeyDown: (event: KeyboardEvent) => {
        const place = placeOf(event.target as Element);
        if (event.key === "Escape") selection.setState({ pinned: null });
        const next = place && body.current && neighbour(event.key, place, body.current);
        if (!next) return;
        event.preventDefault();
        focusChip(next);
      },
    };
  }, [body, layout, selection, activeId, onPin]);
}

function placeOf(element: Element): TokenPlace | null {
  const { branch, column } = (element.closest<HTMLElement>("[data-column]")?.dataset ?? {}) as DOMStringMap;
  return branch === undefined || column === undefined ? null : { branchId: Number(branch), column: Number(column) };
}

function isControl(element: Element): boolean {
  return element.closest("button") !== null;
}

/** The token that a key leads to from a chip: along the row, to its ends, or to the same column of another row. */
function neighbour(key: string, { branchId, column }: TokenPlace, body: HTMLElement): TokenPlace | null {
  const rows = [...body.querySelectorAll<HTMLElement>("[data-row]")];
  const row = rows.findIndex((element) => Number(element.dataset.row) === branchId);
  const lastColumn = (index: number) => (rows[index]?.querySelectorAll("[data-column]").length ?? 1) - 1;
  const beside = (index: number): TokenPlace | null => {
    const other = rows[index];
    return other ? { branchId: Number(other.dataset.row), column: Math.min(column, lastColumn(index)) } : null;
  };
  switch (key) {
    case "ArrowLeft":
      return { branchId, column: Math.max(0, column - 1) };
    case "ArrowRight":
      return { branchId, column: Math.min(lastColumn(row), column + 1) };
    case "Home":
      return { branchId, column: 0 };
    case "End":
      return { branchId, column: lastColumn(row) };
    case "ArrowUp":
      return beside(row - 1);
    case "ArrowDown":
      return beside(row + 1);
    default:
      return null;
  }
}

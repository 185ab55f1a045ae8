import { createStore, type StoreApi } from "zustand/vanilla";

/** A token in a figure: a trajectory and a column (0 is the end of the prompt, t the response's t-th token). */
export interface TokenPlace {
  branchId: number;
  column: number;
}

/** The token under the pointer or the focus, and the pinned token. */
export interface Selection {
  hovered: TokenPlace | null;
  /** Stays until Escape or another choice, so that the pointer can move to the token's details. */
  pinned: TokenPlace | null;
}

/**
 * A selection in a store of its own: it changes with every move of the pointer, and only what shows it should follow.
 */
export function createSelection(): StoreApi<Selection> {
  return createStore<Selection>(() => ({ hovered: null, pinned: null }));
}

export function samePlace(a: TokenPlace | null, b: TokenPlace | null): boolean {
  return a?.branchId === b?.branchId && a?.column === b?.column;
}

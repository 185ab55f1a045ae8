import type { TokenPlace } from "../../state/selection.ts";

/** The chip of a token in the figure; null if it is not drawn. */
export function chipAt(place: TokenPlace | null): HTMLElement | null {
  return place && document.querySelector(`[data-branch="${place.branchId}"][data-column="${place.column}"]`);
}

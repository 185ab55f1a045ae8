import { createStore } from "zustand/vanilla";

/** Figures that can stand alone, in a frame of another page. */
export const EMBEDDED = ["trajectory", "signal", "curve"] as const;
export type Embedded = (typeof EMBEDDED)[number];

/** Parts of a page that are hidden before an audience on request. */
export const PARTS = ["controls", "details", "legend"] as const;
export type AppearancePart = (typeof PARTS)[number];

/** How pages are shown. It stands in the address before `#`, so that every page keeps it and links carry it. */
export interface Appearance {
  /** The one figure that is shown; null shows the whole page. */
  embed: Embedded | null;
  /** Whether pages are shown to an audience: large type, without header and footer. */
  present: boolean;
  hide: readonly AppearancePart[];
}

/** Reads `?embed=trajectory` or `?present&hide=controls,legend`; what is no such value is left out. */
export function appearanceOf(search: string): Appearance {
  const query = new URLSearchParams(search);
  const hidden = query.get("hide")?.split(",") ?? [];
  return {
    embed: EMBEDDED.find((figure) => figure === query.get("embed")) ?? null,
    present: query.has("present"),
    hide: PARTS.filter((part) => hidden.includes(part)),
  };
}

/** The search with another appearance; its other parameters stay. */
export function searchWith(search: string, { embed, present, hide }: Appearance): string {
  const query = new URLSearchParams(search);
  const values = { embed: embed ?? "", hide: hide.join() };
  for (const [name, value] of Object.entries(values)) value ? query.set(name, value) : query.delete(name);
  query.delete("present");
  const others = query.toString().replaceAll("%2C", ",");
  const text = [present ? "present" : "", others].filter(Boolean).join("&");
  return text && `?${text}`;
}

export const appearance = createStore<Appearance>(() => appearanceOf(globalThis.location?.search ?? ""));

/** Changes how pages are shown, here and in the address. */
export function appear(change: Partial<Appearance>): void {
  appearance.setState(change);
  const { pathname, search, hash } = location;
  history.replaceState(history.state, "", pathname + searchWith(search, appearance.getState()) + hash);
}

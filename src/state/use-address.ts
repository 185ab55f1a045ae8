import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import { useIsStillHere } from "./use-is-still-here.ts";

const QUIET_MS = 300;

type Search = Record<string, string | number | boolean>;

/** How a view is written into an address: without fields at their defaults. */
export interface AddressOf<View> {
  /** The view in an address; invalid fields keep their defaults. */
  viewOf(search: Record<string, unknown>): View;
  searchOf(view: View): Search;
}

/**
 * Keeps a view and the page's address in step: opening an address sets the view, and changing the view writes the
 * address.
 */
export function useAddress<View>(store: StoreApi<View>, { viewOf, searchOf }: AddressOf<View>): void {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const isStillHere = useIsStillHere();
  const key = JSON.stringify(searchOf(viewOf(raw)));
  const written = useRef("{}");

  useLayoutEffect(() => {
    // An address without parameters comes from the navigation: the page stays as it was left.
    if (key === "{}" || key === written.current) return;
    written.current = key;
    store.setState(viewOf(JSON.parse(key)));
  }, [key, store, viewOf]);

  useEffect(() => {
    const write = () => {
      if (!isStillHere()) return;
      const search = searchOf(store.getState());
      const next = JSON.stringify(search);
      if (next === written.current) return;
      written.current = next;
      void navigate({ to: ".", search: () => search, replace: true, resetScroll: false });
    };
    let timer = window.setTimeout(write, QUIET_MS);
    const unsubscribe = store.subscribe(() => {
      clearTimeout(timer);
      timer = window.setTimeout(write, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [navigate, isStillHere, store, searchOf]);
}

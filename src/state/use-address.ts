import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import type { StoreApi } from "zustand/vanilla";
import { useIsStillHere } from "./use-is-still-here.ts";

const QUIET_MS = 300;
const EMPTY = "{}";

/** An address, read. */
export interface ReadAddress<Asked> {
  /** What the valid parts of the address ask for. */
  asked: Asked;
  /** A sentence about each invalid part. */
  problems: readonly string[];
  /** The valid parts as one text: two addresses with the same text ask for the same. */
  key: string;
}

/** How a page is set from its address, and written into it. */
export interface PageAddress<Asked> {
  read(raw: Record<string, unknown>): ReadAddress<Asked>;
  /** Sets the page to an address that a person opened or went back to; only Back leads to one without parameters. */
  open(asked: Asked): void;
  /** Called where an address asks for nothing new: the page opens as it was left, or for the first time. */
  stay?(asked: Asked): void;
  /**
   * The search parameters of the page's present state; null while the state is not complete.
   * @param asked what the present address asks for
   */
  present(asked: Asked): object | null;
  /**
   * Tells of changes of the page.
   * @param changed is called with true where the change begins something that Back is to lead out of; otherwise the
   *   written address replaces the one before
   */
  subscribe(changed: (isNewPlace: boolean) => void): () => void;
}

/** Sentences about the invalid parts of an opened address, until they are dismissed or another address is opened. */
export interface AddressProblems {
  problems: readonly string[];
  dismiss(): void;
}

/** The part of the address's state that outlives a page, as the page's own state does. */
interface Memory {
  /** The address on which page and address bar last agreed. */
  settled: string;
  /** Addresses that the page has written and the router has not reported yet. */
  onTheirWay: Set<string>;
  /** Whether the last step in the browser's history was Back or Forward. */
  wentBack: boolean;
}
const memories = new WeakMap<object, Memory>();

function memoryOf(address: object): Memory {
  const memory = memories.get(address) ?? { settled: EMPTY, onTheirWay: new Set(), wentBack: false };
  memories.set(address, memory);
  return memory;
}

/**
 * Keeps a page and its address in step: opening an address, or going back to it, sets the page; changes of the page are
 * written into the address after a pause.
 * @param address the same object at every call
 */
export function useAddress<Asked>(address: PageAddress<Asked>): AddressProblems {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const isStillHere = useIsStillHere();
  const read = useMemo(() => address.read(raw), [address, raw]);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const { key } = read;
  const memory = memoryOf(address);

  const { history } = useRouter();
  useLayoutEffect(
    () =>
      history.subscribe(({ action }: { action: { type: string } }) => {
        memory.wentBack = action.type === "BACK" || action.type === "FORWARD";
      }),
    [history, memory],
  );

  // In a layout effect, before a person can type: opening an address must not undo what was typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: two addresses with the same key ask for the same.
  useLayoutEffect(() => {
    const isOwn = memory.onTheirWay.delete(key);
    // An address without parameters comes from the navigation, and the page stays as it was left; or else from Back.
    const isNews = !isOwn && key !== memory.settled && (key !== EMPTY || memory.wentBack);
    if (!isOwn) setProblems(read.problems);
    // The newest address has arrived: those written before it will not come.
    if (key === memory.settled) memory.onTheirWay.clear();
    if (isNews) memory.settled = key;
    if (isNews) address.open(read.asked);
    else address.stay?.(read.asked);
  }, [address, memory, key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: two addresses with the same key ask for the same.
  useEffect(() => {
    const write = (isNewPlace: boolean) => {
      if (!isStillHere()) return;
      const search = address.present(read.asked);
      const next = JSON.stringify(search);
      if (search === null || next === key) return;
      memory.settled = next;
      memory.onTheirWay.add(next);
      void navigate({ to: ".", search: () => search, replace: !isNewPlace, resetScroll: false });
    };
    let timer = window.setTimeout(write, QUIET_MS, false);
    const unsubscribe = address.subscribe((isNewPlace) => {
      clearTimeout(timer);
      if (isNewPlace) write(true);
      else timer = window.setTimeout(write, QUIET_MS, false);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [address, memory, navigate, isStillHere, key]);

  return { problems, dismiss: () => setProblems([]) };
}

/** How a view is written into an address: without fields at their defaults. */
export interface ViewAddress<View> {
  /** The view in an address, whose invalid fields keep their defaults, and a sentence about each of them. */
  read(raw: Record<string, unknown>): { view: View; problems: readonly string[] };
  searchOf(view: View): Record<string, string | number | boolean>;
}

/** Keeps a page whose whole state is one view and the page's address in step, as `useAddress` does. */
export function useViewAddress<View>(store: StoreApi<View>, { read, searchOf }: ViewAddress<View>): AddressProblems {
  const address = useMemo<PageAddress<View>>(
    () => ({
      read(raw) {
        const { view, problems } = read(raw);
        return { asked: view, problems, key: JSON.stringify(searchOf(view)) };
      },
      open: (view) => store.setState(view),
      present: () => searchOf(store.getState()),
      subscribe: (changed) => store.subscribe(() => changed(false)),
    }),
    [store, read, searchOf],
  );
  return useAddress(address);
}

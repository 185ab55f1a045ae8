import { createStore, type StoreApi } from "zustand/vanilla";
import type { ProblemReport } from "../engine/errors.ts";
import { reportOf } from "../engine/errors.ts";
import { type StorageEstimate, storageEstimate } from "../storage/room.ts";

export interface KeptListState<Kept> {
  /** Newest first; null until they have been read. */
  all: readonly Kept[] | null;
  /** Those whose deletion can be undone. */
  deleted: readonly Kept[];
  room: StorageEstimate | null;
  error: ProblemReport | null;
  /** What a screen reader is told. */
  announcement: string;
}

/** Things of one kind that this browser keeps, as a page lists them. */
export interface KeptList<Kept> {
  store: StoreApi<KeptListState<Kept>>;
  /** Follows storage until the returned function is called. */
  open(): () => void;
  remove(kept: Kept): Promise<void>;
  /** All that have been deleted. */
  restore(): Promise<void>;
  /** For good. */
  erase(): Promise<void>;
  /** Does something that may fail; how it failed ends in the state. */
  attempt(task: () => Promise<void>): Promise<void>;
}

/** Where they are kept. */
export interface KeptStorage<Kept> {
  watch(listener: (all: Kept[]) => void): () => void;
  watchDeleted(listener: (deleted: Kept[]) => void): () => void;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  erase(id: string): Promise<void>;
  /** Erases those that were removed before a time. */
  purgeDeleted(before: number, signal: AbortSignal): Promise<void>;
}

// Long enough to notice a mistake the next day, short enough that nothing piles up.
const UNDO_MS = 24 * 60 * 60 * 1000;

/** @param what one of them is called: "Data set" */
export function createKeptList<Kept extends { id: string; name: string }>(
  storage: KeptStorage<Kept>,
  what: string,
): KeptList<Kept> {
  const store = createStore<KeptListState<Kept>>(() => ({
    all: null,
    deleted: [],
    room: null,
    error: null,
    announcement: "",
  }));

  async function attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      store.setState({ error: reportOf(error) });
    }
  }

  const measure = () => attempt(async () => store.setState({ room: await storageEstimate() }));

  return {
    store,
    attempt,

    open() {
      const stops = [
        storage.watch((all) => {
          store.setState({ all });
          void measure();
        }),
        storage.watchDeleted((deleted) => store.setState({ deleted })),
      ];
      const leaving = new AbortController();
      void attempt(() => storage.purgeDeleted(Date.now() - UNDO_MS, leaving.signal));
      return () => {
        leaving.abort();
        for (const stop of stops) stop();
      };
    },

    remove: ({ id, name }) =>
      attempt(async () => {
        await storage.remove(id);
        store.setState({ announcement: `${what} "${name}" deleted. It can be undone.` });
      }),

    restore: () =>
      attempt(async () => {
        for (const { id } of store.getState().deleted) await storage.restore(id);
        store.setState({ announcement: "Restored." });
      }),

    erase: () =>
      attempt(async () => {
        for (const { id } of store.getState().deleted) await storage.erase(id);
        store.setState({ announcement: "Deleted for good." });
      }),
  };
}

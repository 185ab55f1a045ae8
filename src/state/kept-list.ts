import { createStore, type StoreApi } from "zustand/vanilla";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import { type StorageEstimate, storageEstimate } from "../storage/disk-space.ts";
import type { Leftovers } from "../storage/leftovers.ts";

export interface KeptListState<Kept> {
  /** All items, newest first; null until they have been read. */
  all: readonly Kept[] | null;
  /** Items whose deletion can be undone. */
  deleted: readonly Kept[];
  room: StorageEstimate | null;
  /** What this visit has removed of things that an earlier visit left half stored or half deleted; null: nothing. */
  mended: Leftovers | null;
  error: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

/** A list of items of one kind that this browser stores, for a page. */
export interface KeptList<Kept> {
  store: StoreApi<KeptListState<Kept>>;
  /** Follows the storage until the returned function is called. */
  open(): () => void;
  remove(kept: Kept): Promise<void>;
  /** Restores all deleted items. */
  restore(): Promise<void>;
  /** Deletes the removed items for good. */
  erase(): Promise<void>;
  /** Runs a task that may fail; an error is put into the state. */
  attempt(task: () => Promise<void>): Promise<void>;
}

/** The storage of a kind of items. */
export interface KeptStorage<Kept> {
  watch(listener: (all: Kept[]) => void): () => void;
  watchDeleted(listener: (deleted: Kept[]) => void): () => void;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  erase(id: string): Promise<void>;
  /** Deletes the items that were removed before a time, and what is left of half-stored ones. @returns the latter */
  purgeDeleted(before: number, signal: AbortSignal): Promise<Leftovers>;
}

// Long enough to notice a mistake the next day, and short enough that deleted items do not pile up.
const UNDO_MS = 24 * 60 * 60 * 1000;

/** @param what the name of one item: "Data set" */
export function createKeptList<Kept extends { id: string; name: string }>(
  storage: KeptStorage<Kept>,
  what: string,
): KeptList<Kept> {
  const store = createStore<KeptListState<Kept>>(() => ({
    all: null,
    deleted: [],
    room: null,
    mended: null,
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
      void attempt(async () => {
        const mended = await storage.purgeDeleted(Date.now() - UNDO_MS, leaving.signal);
        if (mended.things > 0) store.setState({ mended });
      });
      return () => {
        leaving.abort();
        for (const stop of stops) stop();
      };
    },

    remove: ({ id, name }) =>
      attempt(async () => {
        await storage.remove(id);
        store.setState({
          announcement: t('{what} "{name}" deleted. It can be undone.', { what: translated(what), name }),
        });
      }),

    restore: () =>
      attempt(async () => {
        for (const { id } of store.getState().deleted) await storage.restore(id);
        store.setState({ announcement: t("Restored.") });
      }),

    erase: () =>
      attempt(async () => {
        for (const { id } of store.getState().deleted) await storage.erase(id);
        store.setState({ announcement: t("Deleted for good.") });
      }),
  };
}

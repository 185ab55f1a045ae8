import { createStore, type StoreApi } from "zustand/vanilla";
import type { ProblemReport } from "../engine/errors.ts";
import { dataSets } from "../storage/data-sets.ts";
import type { DataSetRecord } from "../storage/records.ts";
import { type StorageEstimate, storageEstimate } from "../storage/room.ts";
import { reportOf } from "../worker/report.ts";

export interface DataSetsState {
  /** Newest first; null until they have been read. */
  sets: readonly DataSetRecord[] | null;
  /** Those whose deletion can be undone. */
  deleted: readonly DataSetRecord[];
  room: StorageEstimate | null;
  error: ProblemReport | null;
  /** What a screen reader is told. */
  announcement: string;
}

/** The data sets of this browser as a page shows them. */
export interface DataSets {
  store: StoreApi<DataSetsState>;
  /** Follows storage until the returned function is called. */
  open(): () => void;
  rename(id: string, name: string): Promise<void>;
  remove(set: DataSetRecord): Promise<void>;
  /** All that have been deleted. */
  restore(): Promise<void>;
  /** For good. */
  erase(): Promise<void>;
  /** Does something that may fail; how it failed ends in the state. */
  attempt(task: () => Promise<void>): Promise<void>;
}

// Long enough to notice a mistake the next day, short enough that nothing piles up.
const UNDO_MS = 24 * 60 * 60 * 1000;

export function createDataSets(): DataSets {
  const store = createStore<DataSetsState>(() => ({
    sets: null,
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
        dataSets.watch((sets) => {
          store.setState({ sets });
          void measure();
        }),
        dataSets.watchDeleted((deleted) => store.setState({ deleted })),
      ];
      const leaving = new AbortController();
      void attempt(() => dataSets.purgeDeleted(Date.now() - UNDO_MS, leaving.signal));
      return () => {
        leaving.abort();
        for (const stop of stops) stop();
      };
    },

    rename: (id, name) => attempt(() => dataSets.rename(id, name)),

    remove: ({ id, name }) =>
      attempt(async () => {
        await dataSets.remove(id);
        store.setState({ announcement: `Data set "${name}" deleted. It can be undone.` });
      }),

    restore: () =>
      attempt(async () => {
        for (const { id } of store.getState().deleted) await dataSets.restore(id);
        store.setState({ announcement: "Restored." });
      }),

    erase: () =>
      attempt(async () => {
        for (const { id } of store.getState().deleted) await dataSets.erase(id);
        store.setState({ announcement: "Deleted for good." });
      }),
  };
}

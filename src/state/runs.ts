import { createStore, type StoreApi } from "zustand/vanilla";
import type { ProblemReport } from "../engine/errors.ts";
import { reportOf } from "../engine/errors.ts";
import { policies } from "../storage/policies.ts";
import type { RunRecord } from "../storage/records.ts";
import { type StorageEstimate, storageEstimate } from "../storage/room.ts";
import { runStore } from "../storage/run-store.ts";
import { exportRun, fileName, importRun } from "../storage/transfer.ts";
import type { EngineClient } from "../worker/client.ts";
import type { DataSource } from "../worker/training-records.ts";

export interface RunsState {
  /** Newest first; null until they have been read. */
  runs: readonly RunRecord[] | null;
  /** Those whose deletion can be undone. */
  deleted: readonly RunRecord[];
  room: StorageEstimate | null;
  /** Bytes of files, by run id. */
  sizes: Readonly<Record<string, number>>;
  /** What is being read or written. */
  busy: string | null;
  error: ProblemReport | null;
  /** What a screen reader is told. */
  announcement: string;
}

export interface Runs {
  store: StoreApi<RunsState>;
  /** Follows storage until the returned function is called. */
  open(): () => void;
  rename(id: string, name: string): Promise<void>;
  annotate(id: string, note: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  restore(ids: readonly string[]): Promise<void>;
  /** For good. */
  erase(ids: readonly string[]): Promise<void>;
  /** Files of runs as zips, each handed over as soon as it is made. */
  exportRuns(ids: readonly string[], take: (name: string, zip: Blob) => void): Promise<void>;
  /** What a cluster needs to train with a run's settings and pairs, as a zip. */
  packForCluster(id: string, take: (name: string, zip: Blob) => void): Promise<void>;
  /** A run's reward model as an ONNX graph. */
  exportOnnx(id: string, take: (name: string, graph: Blob) => void): Promise<void>;
  /** Takes zips in; one that is refused keeps none of the others out. */
  importFiles(files: readonly File[]): Promise<void>;
}

// Long enough to notice a mistake the next day, short enough that nothing piles up.
const UNDO_MS = 24 * 60 * 60 * 1000;

/** @param client a worker of its own to read a run's pairs in @param embedded the pairs that come with the playground @param pack address of what every pack for a cluster holds */
export function createRuns(client: Pick<EngineClient, "request">, embedded: DataSource, pack: string): Runs {
  const store = createStore<RunsState>(() => ({
    runs: null,
    deleted: [],
    room: null,
    sizes: {},
    busy: null,
    error: null,
    announcement: "",
  }));

  let measured: string | null = null;

  async function attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      store.setState({ error: reportOf(error) });
    }
  }

  async function measure(): Promise<void> {
    const { runs, deleted, sizes: before } = store.getState();
    // A run that has just been deleted is for a moment on neither list.
    const sizes = { ...before };
    for (const { id } of [...(runs ?? []), ...deleted]) sizes[id] = await runStore.size(id);
    store.setState({ sizes, room: await storageEstimate() });
  }

  /** Has something made of a run, and says so for as long as it takes. */
  const made = (busy: string, make: () => Promise<void>) =>
    attempt(async () => {
      store.setState({ busy, error: null });
      try {
        await make();
      } finally {
        store.setState({ busy: null });
      }
    });

  const nameOf = (id: string) => store.getState().runs?.find((run) => run.id === id)?.name ?? id;

  const named = (runs: readonly RunRecord[], ids: readonly string[]) => {
    const names = runs.filter(({ id }) => ids.includes(id)).map(({ name }) => `"${name}"`);
    return names.length === 1 ? `Run ${names[0]}` : `${names.length} runs`;
  };

  return {
    store,

    open() {
      const stops = [
        runStore.watch((runs) => {
          store.setState({ runs });
          // A run in training changes several times a second; its files do not.
          const files = runs.map(({ id, hasSnapshot, hasCheckpoint }) => [id, hasSnapshot, hasCheckpoint]).join();
          if (files === measured) return;
          measured = files;
          void attempt(measure);
        }),
        runStore.watchDeleted((deleted) => store.setState({ deleted })),
      ];
      const leaving = new AbortController();
      void attempt(() => runStore.markInterrupted(leaving.signal));
      void attempt(() => runStore.purgeDeleted(Date.now() - UNDO_MS, leaving.signal));
      void attempt(() => policies.removeLeftovers(leaving.signal));
      return () => {
        leaving.abort();
        for (const stop of stops) stop();
      };
    },

    rename: (id, name) => attempt(() => runStore.update(id, { name })),
    annotate: (id, note) => attempt(() => runStore.update(id, { note })),

    remove: (ids) =>
      attempt(async () => {
        const { runs } = store.getState();
        for (const id of ids) await runStore.remove(id);
        store.setState({ announcement: `${named(runs ?? [], ids)} deleted. It can be undone.` });
      }),

    restore: (ids) =>
      attempt(async () => {
        const { deleted } = store.getState();
        for (const id of ids) await runStore.restore(id);
        store.setState({ announcement: `${named(deleted, ids)} restored.` });
      }),

    erase: (ids) =>
      attempt(async () => {
        for (const id of ids) await runStore.erase(id);
        await measure();
        store.setState({ announcement: "Deleted for good." });
      }),

    exportRuns: (ids, take) =>
      attempt(async () => {
        const { runs } = store.getState();
        try {
          for (const { id, name } of (runs ?? []).filter((run) => ids.includes(run.id))) {
            store.setState({ busy: `Exporting "${name}"…` });
            take(`${fileName(name)}.zip`, new Blob([await exportRun(id)], { type: "application/zip" }));
          }
        } finally {
          store.setState({ busy: null });
        }
      }),

    packForCluster: (id, take) =>
      made(`Packing "${nameOf(id)}" for a cluster…`, async () => {
        const zip = await client.request<"packForCluster">({ kind: "packForCluster", run: id, embedded, pack });
        take(`${fileName(`${nameOf(id)}-cluster`)}.zip`, zip);
      }),

    exportOnnx: (id, take) =>
      made(`Writing "${nameOf(id)}" as ONNX…`, async () => {
        const graph = await client.request<"exportOnnx">({ kind: "exportOnnx", run: id });
        take(`${fileName(nameOf(id))}.onnx`, graph);
      }),

    async importFiles(files) {
      store.setState({ error: null });
      for (const file of files) {
        await attempt(async () => {
          store.setState({ busy: `Importing ${file.name}…` });
          const run = await importRun(new Uint8Array(await file.arrayBuffer()), file.name);
          store.setState({ announcement: `Run "${run.name}" imported.` });
        });
      }
      store.setState({ busy: null });
    },
  };
}

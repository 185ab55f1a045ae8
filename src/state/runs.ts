import { createStore, type StoreApi } from "zustand/vanilla";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import { t } from "../i18n/i18n.ts";
import { type StorageEstimate, storageEstimate } from "../storage/disk-space.ts";
import type { Leftovers } from "../storage/leftovers.ts";
import { policies } from "../storage/policies.ts";
import type { RunRecord } from "../storage/records.ts";
import { runStore } from "../storage/run-store.ts";
import { exportRun, fileName, importRun } from "../storage/transfer.ts";
import type { EngineClient } from "../worker/client.ts";
import type { DataSource } from "../worker/training-records.ts";

export interface RunsState {
  /** All runs, newest first; null until they have been read. */
  runs: readonly RunRecord[] | null;
  /** Runs whose deletion can be undone. */
  deleted: readonly RunRecord[];
  room: StorageEstimate | null;
  /** Bytes of a run's files, by run id. */
  sizes: Readonly<Record<string, number>>;
  /** What is being read or written, in words. */
  busy: string | null;
  /** What this visit has removed of runs and policies that an earlier visit left half stored or half deleted; null: nothing. */
  mended: Leftovers | null;
  error: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

export interface Runs {
  store: StoreApi<RunsState>;
  /** Follows the storage until the returned function is called. */
  open(): () => void;
  rename(id: string, name: string): Promise<void>;
  annotate(id: string, note: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  restore(ids: readonly string[]): Promise<void>;
  /** Deletes removed runs for good. */
  erase(ids: readonly string[]): Promise<void>;
  /** Exports runs as zips, and hands each one over when it is ready. */
  exportRuns(ids: readonly string[], take: (name: string, zip: Blob) => void): Promise<void>;
  /** Exports what a cluster needs to train with a run's settings and pairs, as a zip. */
  packForCluster(id: string, take: (name: string, zip: Blob) => void): Promise<void>;
  /** Exports a run's reward model as an ONNX graph. */
  exportOnnx(id: string, take: (name: string, graph: Blob) => void): Promise<void>;
  /** Imports zips; a refused zip does not stop the others. */
  importFiles(files: readonly File[]): Promise<void>;
}

// Long enough to notice a mistake the next day, and short enough that deleted runs do not pile up.
const UNDO_MS = 24 * 60 * 60 * 1000;

/**
 * @param client a worker that reads a run's pairs @param embedded the pairs that come with the playground @param pack
 *   address of the files of every cluster pack
 */
export function createRuns(client: Pick<EngineClient, "request">, embedded: DataSource, pack: string): Runs {
  const store = createStore<RunsState>(() => ({
    runs: null,
    deleted: [],
    room: null,
    sizes: {},
    busy: null,
    mended: null,
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
    // A run that was just deleted is for a moment on neither list.
    const sizes = { ...before };
    for (const { id } of [...(runs ?? []), ...deleted]) sizes[id] = await runStore.size(id);
    store.setState({ sizes, room: await storageEstimate() });
  }

  /** Makes something of a run, and shows `busy` meanwhile. */
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
    return names.length === 1
      ? t("Run {value}", { value: names[0] ?? "" })
      : t("{names} runs", { names: names.length });
  };

  return {
    store,

    open() {
      const stops = [
        runStore.watch((runs) => {
          store.setState({ runs });
          // The record of a training run changes several times a second; its files rarely do.
          const files = runs.map(({ id, hasSnapshot, hasCheckpoint }) => [id, hasSnapshot, hasCheckpoint]).join();
          if (files === measured) return;
          measured = files;
          void attempt(measure);
        }),
        runStore.watchDeleted((deleted) => store.setState({ deleted })),
      ];
      const leaving = new AbortController();
      void attempt(() => runStore.markInterrupted(leaving.signal));
      void attempt(async () => {
        const mended = [
          await runStore.purgeDeleted(Date.now() - UNDO_MS, leaving.signal),
          await policies.removeLeftovers(leaving.signal),
        ];
        const things = mended.reduce((sum, one) => sum + one.things, 0);
        const bytes = mended.reduce((sum, one) => sum + one.bytes, 0);
        if (things > 0) store.setState({ mended: { things, bytes } });
      });
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
        store.setState({ announcement: t("{value} deleted. It can be undone.", { value: named(runs ?? [], ids) }) });
      }),

    restore: (ids) =>
      attempt(async () => {
        const { deleted } = store.getState();
        for (const id of ids) await runStore.restore(id);
        store.setState({ announcement: t("{deleted} restored.", { deleted: named(deleted, ids) }) });
      }),

    erase: (ids) =>
      attempt(async () => {
        for (const id of ids) await runStore.erase(id);
        await measure();
        store.setState({ announcement: t("Deleted for good.") });
      }),

    exportRuns: (ids, take) =>
      attempt(async () => {
        const { runs } = store.getState();
        try {
          for (const { id, name } of (runs ?? []).filter((run) => ids.includes(run.id))) {
            store.setState({ busy: t('Exporting "{name}"…', { name }) });
            take(`${fileName(name)}.zip`, new Blob([await exportRun(id)], { type: "application/zip" }));
          }
        } finally {
          store.setState({ busy: null });
        }
      }),

    packForCluster: (id, take) =>
      made(t('Packing "{name}" for a cluster…', { name: nameOf(id) }), async () => {
        const zip = await client.request<"packForCluster">({ kind: "packForCluster", run: id, embedded, pack });
        take(`${fileName(`${nameOf(id)}-cluster`)}.zip`, zip);
      }),

    exportOnnx: (id, take) =>
      made(t('Writing "{name}" as ONNX…', { name: nameOf(id) }), async () => {
        const graph = await client.request<"exportOnnx">({ kind: "exportOnnx", run: id });
        take(`${fileName(nameOf(id))}.onnx`, graph);
      }),

    async importFiles(files) {
      store.setState({ error: null });
      for (const file of files) {
        await attempt(async () => {
          store.setState({ busy: t("Importing {name}…", { name: file.name }) });
          const run = await importRun(new Uint8Array(await file.arrayBuffer()), file.name);
          store.setState({ announcement: t('Run "{name}" imported.', { name: run.name }) });
        });
      }
      store.setState({ busy: null });
    },
  };
}

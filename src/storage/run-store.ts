import type { StepMetrics } from "../engine/training/trainer.ts";
import { backend } from "./backend.ts";
import { removeFolder } from "./folders.ts";
import { removeLeftovers } from "./leftovers.ts";
import { hold, whenFree } from "./locks.ts";
import type { NewRun, RunRecord } from "./records.ts";
import { writing } from "./room.ts";
import type { Tables } from "./tables.ts";
import { watching } from "./watching.ts";

const ROOT = "runs";
// Generous: metrics of a step are some hundred bytes.
const BYTES_A_ROW = 1000;

/** Runs and their metrics. Works the same on the page and in a worker; both see each other's changes. */
export const runStore = {
  /** @throws PlaygroundError when there is no room for it */
  async create(run: NewRun): Promise<RunRecord> {
    const now = Date.now();
    const record: RunRecord = {
      id: newRunId(),
      note: "",
      createdAt: now,
      error: null,
      step: 0,
      final: null,
      hasSnapshot: false,
      hasCheckpoint: false,
      deletedAt: null,
      ...run,
      updatedAt: now,
    };
    const { tables } = await backend();
    await writing(BYTES_A_ROW, `the run "${run.name}"`, () => tables.runs.put(record));
    return record;
  },

  /** Changes some fields; a run that has been deleted for good stays gone. */
  async update(id: string, changes: Partial<Omit<RunRecord, "id" | "updatedAt">>): Promise<void> {
    const { tables } = await backend();
    await tables.runs.update(id, { ...changes, updatedAt: Date.now() });
  },

  async get(id: string): Promise<RunRecord | null> {
    return (await backend()).tables.runs.get(id);
  },

  /** Newest first, without deleted ones. */
  async list(): Promise<RunRecord[]> {
    return listed((await backend()).tables);
  },

  /** Those whose deletion can be undone, the last deleted first. */
  async deleted(): Promise<RunRecord[]> {
    return deleted((await backend()).tables);
  },

  /** Calls back with the list now and after every change, wherever it is made. */
  watch(listener: (runs: RunRecord[]) => void): () => void {
    return watching(listed, listener);
  },

  watchDeleted(listener: (runs: RunRecord[]) => void): () => void {
    return watching(deleted, listener);
  },

  /** Adds rows; a row of a step that is there already replaces it. */
  async appendMetrics(id: string, rows: readonly StepMetrics[]): Promise<void> {
    const { tables } = await backend();
    await writing(BYTES_A_ROW * rows.length, "the metrics of the run", () => tables.metrics.put(id, rows));
  },

  /** In the order of the steps. */
  async metrics(id: string): Promise<StepMetrics[]> {
    return (await backend()).tables.metrics.of(id);
  },

  watchMetrics(id: string, listener: (rows: StepMetrics[]) => void): () => void {
    return watching((tables) => tables.metrics.of(id), listener);
  },

  /** For a run that goes on from a snapshot: what came after it is computed again. */
  async dropMetricsAfter(id: string, step: number): Promise<void> {
    await (await backend()).tables.metrics.removeAfter(id, step);
  },

  /** Takes a run off the list; `restore` brings it back until `purgeDeleted`. */
  async remove(id: string): Promise<void> {
    await runStore.update(id, { deletedAt: Date.now() });
  },

  async restore(id: string): Promise<void> {
    await runStore.update(id, { deletedAt: null });
  },

  /** Bytes of its snapshot and its checkpoint. */
  async size(id: string): Promise<number> {
    return (await backend()).files.size(runFolder(id));
  },

  /** Deletes a run for good: record and metrics, then the files that nothing tells of any more. */
  async erase(id: string): Promise<void> {
    const { tables } = await backend();
    await tables.runs.remove(id);
    await removeFolder(runFolder(id));
  },

  /** Erases the runs that were removed before a time, and files of runs whose page went away before there was a record. */
  async purgeDeleted(before: number, signal: AbortSignal): Promise<void> {
    const { tables } = await backend();
    for (const { id, deletedAt } of await tables.runs.all()) {
      if (deletedAt !== null && deletedAt <= before) await runStore.erase(id);
    }
    await removeLeftovers(ROOT, async (id) => (await tables.runs.get(id)) !== null, runLock, signal);
  },

  /**
   * Marks the runs as interrupted whose page is gone. One that is held, by another tab or by a page that is just going
   * away, is looked at again once it is let go of, until the signal is aborted.
   */
  async markInterrupted(signal: AbortSignal): Promise<void> {
    const { tables } = await backend();
    const mark = async (id: string) => {
      if (isUnderWay(await tables.runs.get(id))) await runStore.update(id, { status: "interrupted" });
    };
    const underWay = (await tables.runs.all()).filter(isUnderWay);
    await Promise.all(underWay.map(({ id }) => whenFree(runLock(id), () => mark(id), signal)));
  },
};

export function newRunId(): string {
  return crypto.randomUUID();
}

/**
 * Says that this page or worker is training a run. To be called before the record says "running", and kept until it no
 * longer does; a page or worker that goes away lets go by itself.
 * @returns how to let go, or null where another tab is training the run
 */
export function holdRun(id: string): Promise<(() => void) | null> {
  return hold(runLock(id));
}

/** The folder of everything a run keeps in files. */
export function runFolder(id: string): string {
  return `${ROOT}/${id}`;
}

function isUnderWay(run: RunRecord | null): boolean {
  return run?.status === "running" || run?.status === "paused";
}

function runLock(id: string): string {
  return `run:${id}`;
}

async function listed(tables: Tables): Promise<RunRecord[]> {
  const runs = await tables.runs.all();
  // Those of one training have their time in common.
  return runs
    .filter(({ deletedAt }) => deletedAt === null)
    .sort((a, b) => b.createdAt - a.createdAt || a.name.localeCompare(b.name));
}

async function deleted(tables: Tables): Promise<RunRecord[]> {
  const runs = await tables.runs.all();
  return runs.filter(({ deletedAt }) => deletedAt !== null).sort((a, b) => Number(b.deletedAt) - Number(a.deletedAt));
}

import type { StepMetrics } from "../engine/training/trainer.ts";
import { backend } from "./backend.ts";
import { writing } from "./disk-space.ts";
import { removeFolder } from "./folders.ts";
import { type Leftovers, removeLeftovers } from "./leftovers.ts";
import { hold, whenFree } from "./locks.ts";
import type { NewRun, RunRecord } from "./records.ts";
import type { Tables } from "./tables.ts";
import { watching } from "./watching.ts";

const ROOT = "runs";
// An upper estimate: the metrics of a step take some hundred bytes.
const BYTES_A_ROW = 1000;

/** Runs and their metrics. Page and worker use it in the same way and see each other's changes. */
export const runStore = {
  /** @throws PlaygroundError if there is no room */
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

  /** Changes fields of a run; does nothing if the run was deleted for good. */
  async update(id: string, changes: Partial<Omit<RunRecord, "id" | "updatedAt">>): Promise<void> {
    const { tables } = await backend();
    await tables.runs.update(id, { ...changes, updatedAt: Date.now() });
  },

  async get(id: string): Promise<RunRecord | null> {
    return (await backend()).tables.runs.get(id);
  },

  /** All runs, newest first, without deleted ones. */
  async list(): Promise<RunRecord[]> {
    return listed((await backend()).tables);
  },

  /** The runs whose deletion can be undone, the last deleted first. */
  async deleted(): Promise<RunRecord[]> {
    return deleted((await backend()).tables);
  },

  /** Calls back with the list now and after every change, made in any tab or worker. */
  watch(listener: (runs: RunRecord[]) => void): () => void {
    return watching(listed, listener);
  },

  watchDeleted(listener: (runs: RunRecord[]) => void): () => void {
    return watching(deleted, listener);
  },

  /** Adds rows of metrics; a row replaces an earlier row of the same step. */
  async appendMetrics(id: string, rows: readonly StepMetrics[]): Promise<void> {
    const { tables } = await backend();
    await writing(BYTES_A_ROW * rows.length, "the metrics of the run", () => tables.metrics.put(id, rows));
  },

  /** The metrics of a run in the order of the steps. */
  async metrics(id: string): Promise<StepMetrics[]> {
    return (await backend()).tables.metrics.of(id);
  },

  watchMetrics(id: string, listener: (rows: StepMetrics[]) => void): () => void {
    return watching((tables) => tables.metrics.of(id), listener);
  },

  /** Drops the metrics after a snapshot's step, since a run that continues from the snapshot computes them again. */
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

  /** Bytes of the run's snapshot and checkpoint. */
  async size(id: string): Promise<number> {
    return (await backend()).files.size(runFolder(id));
  },

  /** Deletes a run for good: first its record and metrics, then its files. */
  async erase(id: string): Promise<void> {
    const { tables } = await backend();
    await tables.runs.remove(id);
    await removeFolder(runFolder(id));
  },

  /**
   * Deletes the runs that were removed before a time, and files of runs whose page went away before the record was
   * written. @returns what was removed of the latter
   */
  async purgeDeleted(before: number, signal: AbortSignal): Promise<Leftovers> {
    const { tables } = await backend();
    for (const { id, deletedAt } of await tables.runs.all()) {
      if (deletedAt !== null && deletedAt <= before) await runStore.erase(id);
    }
    return removeLeftovers(ROOT, async (id) => (await tables.runs.get(id)) !== null, runLock, signal);
  },

  /**
   * Marks the runs whose page is gone as interrupted. A run that is held (by another tab, or by a page that is closing)
   * is checked again when it is released, until the signal is aborted.
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
 * Declares that this page or worker is training a run. Call it before the record says "running" and release it when the
 * record no longer says so; a page or worker that goes away releases it by itself.
 * @returns a function that releases the run; null if another tab is training it
 */
export function holdRun(id: string): Promise<(() => void) | null> {
  return hold(runLock(id));
}

/** The folder with all files of a run. */
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
  // Runs of one training have the same time.
  return runs
    .filter(({ deletedAt }) => deletedAt === null)
    .sort((a, b) => b.createdAt - a.createdAt || a.name.localeCompare(b.name));
}

async function deleted(tables: Tables): Promise<RunRecord[]> {
  const runs = await tables.runs.all();
  return runs.filter(({ deletedAt }) => deletedAt !== null).sort((a, b) => Number(b.deletedAt) - Number(a.deletedAt));
}

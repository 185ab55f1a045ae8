import type { Refusal } from "../engine/data/import-report.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { backend } from "./backend.ts";
import { DATA_ROOT, dataFolder, dataLock, REFUSALS, totals, writeChunk } from "./data-chunks.ts";
import { type Leftovers, removeLeftovers } from "./leftovers.ts";
import { exclusively } from "./locks.ts";
import type { DataChunk, DataSetRecord } from "./records.ts";
import type { Tables } from "./tables.ts";
import { watching } from "./watching.ts";

/**
 * The data sets of this browser: chunks of lines in the playground's format, under a name. Page and worker see each
 * other's changes.
 */
export const dataSets = {
  /** @throws PlaygroundError if the data set is gone */
  async get(id: string): Promise<DataSetRecord> {
    const found = await (await backend()).tables.dataSets.get(id);
    if (found && found.deletedAt === null) return found;
    throw new PlaygroundError({
      what: "The data set is gone",
      where: found?.name ?? id,
      fix: "Choose another data set.",
    });
  },

  /** All data sets, newest first, without deleted ones. */
  async list(): Promise<DataSetRecord[]> {
    return listed((await backend()).tables);
  },

  /** Calls back with the list now and after every change, made in any tab or worker. */
  watch(listener: (sets: DataSetRecord[]) => void): () => void {
    return watching(listed, listener);
  },

  watchDeleted(listener: (sets: DataSetRecord[]) => void): () => void {
    return watching(deleted, listener);
  },

  async rename(id: string, name: string): Promise<void> {
    await (await backend()).tables.dataSets.update(id, { name, updatedAt: Date.now() });
  },

  /** Takes a data set off the list; `restore` brings it back until `purgeDeleted`. */
  async remove(id: string): Promise<void> {
    await (await backend()).tables.dataSets.update(id, { deletedAt: Date.now() });
  },

  async restore(id: string): Promise<void> {
    await (await backend()).tables.dataSets.update(id, { deletedAt: null });
  },

  /** Deletes a data set for good. */
  async erase(id: string): Promise<void> {
    const { tables, files } = await backend();
    await tables.dataSets.remove(id);
    await files.remove(dataFolder(id));
  },

  /** Deletes the data sets that were removed before a time, and files of imports whose page went away. @returns what was removed of the latter */
  async purgeDeleted(before: number, signal: AbortSignal): Promise<Leftovers> {
    const { tables } = await backend();
    for (const { id, deletedAt } of await tables.dataSets.all()) {
      if (deletedAt !== null && deletedAt <= before) await dataSets.erase(id);
    }
    return removeLeftovers(DATA_ROOT, async (id) => (await tables.dataSets.get(id)) !== null, dataLock, signal);
  },

  /** The text of one of the data set's chunks. */
  async chunkText({ id, name }: Pick<DataSetRecord, "id" | "name">, { file }: DataChunk): Promise<string> {
    const bytes = await (await backend()).files.read(`${dataFolder(id)}/${file}`);
    if (bytes) return new TextDecoder().decode(bytes);
    throw missing(name);
  },

  /** All lines of the data set as one file, which is read from the disk on demand. */
  async blob({ id, name, chunks }: DataSetRecord): Promise<Blob> {
    const { files } = await backend();
    const parts = await Promise.all(chunks.map(({ file }) => files.open(`${dataFolder(id)}/${file}`)));
    return new Blob(
      parts.map((part) => {
        if (part) return part;
        throw missing(name);
      }),
    );
  },

  /** The lines that the data set's import refused, at most `MOST_REFUSALS`. */
  async refusals(id: string): Promise<Refusal[]> {
    const bytes = await (await backend()).files.read(`${dataFolder(id)}/${REFUSALS}`);
    return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : [];
  },

  /**
   * Replaces the lines of a chunk. The change is made completely or not at all.
   * @param index the index of the chunk
   * @throws PlaygroundError if there is no room, or the data set has changed since `before` was read
   */
  replaceChunk(before: DataSetRecord, index: number, lines: readonly string[]): Promise<DataSetRecord> {
    const { id } = before;
    return exclusively(`edit:${dataLock(id)}`, async () => {
      const present = await dataSets.get(id);
      if (present.hash !== before.hash) throw changedElsewhere(before.name);
      const chunk = await writeChunk(id, lines);
      const chunks = present.chunks.with(index, chunk);
      const changes = { ...(await totals(chunks)), updatedAt: Date.now() };
      const { tables, files } = await backend();
      await tables.dataSets.update(id, changes);
      // The change is already stored: an old chunk that cannot be deleted only takes room.
      await files.remove(`${dataFolder(id)}/${present.chunks[index]?.file}`).catch(() => {});
      return { ...present, ...changes };
    });
  },
};

async function listed(tables: Tables): Promise<DataSetRecord[]> {
  const sets = await tables.dataSets.all();
  return sets.filter(({ deletedAt }) => deletedAt === null).sort((a, b) => b.createdAt - a.createdAt);
}

async function deleted(tables: Tables): Promise<DataSetRecord[]> {
  const sets = await tables.dataSets.all();
  return sets.filter(({ deletedAt }) => deletedAt !== null).sort((a, b) => Number(b.deletedAt) - Number(a.deletedAt));
}

function missing(name: string): PlaygroundError {
  return new PlaygroundError({
    what: "A part of the data set is missing",
    where: name,
    expected: "its file in the storage of this browser",
    found: "none",
    fix: "Import the data again.",
  });
}

function changedElsewhere(name: string): PlaygroundError {
  return new PlaygroundError({
    what: "The data set was changed in another tab, so nothing was saved",
    where: name,
    fix: "Look at it again, then make the change.",
  });
}

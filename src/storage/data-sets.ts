import type { Refusal } from "../engine/data/import-report.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { backend } from "./backend.ts";
import { DATA_ROOT, dataFolder, dataLock, REFUSALS, totals, writeChunk } from "./data-chunks.ts";
import { removeLeftovers } from "./leftovers.ts";
import { exclusively } from "./locks.ts";
import type { DataChunk, DataSetRecord } from "./records.ts";
import type { Tables } from "./tables.ts";
import { watching } from "./watching.ts";

/** Data sets of this browser: chunks of kept lines under a name. Page and worker both see each other's changes. */
export const dataSets = {
  /** @throws PlaygroundError when it is gone */
  async get(id: string): Promise<DataSetRecord> {
    const found = await (await backend()).tables.dataSets.get(id);
    if (found && found.deletedAt === null) return found;
    throw new PlaygroundError({ what: "The data set is gone", where: found?.name ?? id, fix: "Choose another one." });
  },

  /** Newest first, without deleted ones. */
  async list(): Promise<DataSetRecord[]> {
    return listed((await backend()).tables);
  },

  /** Calls back with the list now and after every change, wherever it is made. */
  watch(listener: (sets: DataSetRecord[]) => void): () => void {
    return watching(listed, listener);
  },

  watchDeleted(listener: (sets: DataSetRecord[]) => void): () => void {
    return watching(deleted, listener);
  },

  async rename(id: string, name: string): Promise<void> {
    await (await backend()).tables.dataSets.update(id, { name, updatedAt: Date.now() });
  },

  /** Takes it off the list; `restore` brings it back until `purgeDeleted`. */
  async remove(id: string): Promise<void> {
    await (await backend()).tables.dataSets.update(id, { deletedAt: Date.now() });
  },

  async restore(id: string): Promise<void> {
    await (await backend()).tables.dataSets.update(id, { deletedAt: null });
  },

  /** Deletes it for good. */
  async erase(id: string): Promise<void> {
    const { tables, files } = await backend();
    await tables.dataSets.remove(id);
    await files.remove(dataFolder(id));
  },

  /** Erases those that were removed before a time, and what imports left behind whose page went away. */
  async purgeDeleted(before: number, signal: AbortSignal): Promise<void> {
    const { tables } = await backend();
    for (const { id, deletedAt } of await tables.dataSets.all()) {
      if (deletedAt !== null && deletedAt <= before) await dataSets.erase(id);
    }
    await removeLeftovers(DATA_ROOT, async (id) => (await tables.dataSets.get(id)) !== null, dataLock, signal);
  },

  /** The text of one of its chunks: kept lines. */
  async chunkText({ id, name }: Pick<DataSetRecord, "id" | "name">, { file }: DataChunk): Promise<string> {
    const bytes = await (await backend()).files.read(`${dataFolder(id)}/${file}`);
    if (bytes) return new TextDecoder().decode(bytes);
    throw missing(name);
  },

  /** All its kept lines as one file, read from the disk as they are asked for. */
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

  /** The lines that its import refused, `MOST_REFUSALS` at most. */
  async refusals(id: string): Promise<Refusal[]> {
    const bytes = await (await backend()).files.read(`${dataFolder(id)}/${REFUSALS}`);
    return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : [];
  },

  /**
   * Puts other lines in the place of a chunk's. Whatever goes wrong, either all of them are there or none.
   * @param index of the chunk
   * @throws PlaygroundError when there is no room, or the data set has changed since `before` was read
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
      // The change is kept by now: a chunk too many takes room, and nothing else.
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

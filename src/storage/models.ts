import type { CheckpointDescription } from "../engine/checkpoint/describe.ts";
import { type FileSet, fileSetSource } from "../engine/checkpoint/file-set.ts";
import type { CheckpointSource } from "../engine/checkpoint/source.ts";
import { PlaygroundError } from "../engine/errors.ts";
import type { DownloadStore } from "../engine/hub/download.ts";
import type { GenerativeSettings } from "../engine/reward/generative-settings.ts";
import { backend } from "./backend.ts";
import { writing } from "./disk-space.ts";
import { type Leftovers, removeLeftovers } from "./leftovers.ts";
import { hold, whenFree } from "./locks.ts";
import type { ModelOrigin, ModelRecord } from "./records.ts";
import type { Tables } from "./tables.ts";
import { watching } from "./watching.ts";

const ROOT = "models";

/**
 * Checkpoints that were imported into this browser, from the hub or a local folder. A file is stored as a folder of
 * pieces, each written as a whole: a download that was cut continues after the last piece. Page and worker see each
 * other's changes.
 */
export const models = {
  /** @throws PlaygroundError if the model is gone */
  async get(id: string): Promise<ModelRecord> {
    const found = await (await backend()).tables.models.get(id);
    if (found && found.deletedAt === null) return found;
    throw new PlaygroundError({
      what: "The model is gone",
      where: found?.name ?? id,
      fix: "Choose another model, or import this one again on the Models page.",
    });
  },

  /** All models, newest first, without deleted ones. */
  async list(): Promise<ModelRecord[]> {
    return listed((await backend()).tables);
  },

  /** Calls back with the list now and after every change, made in any tab or worker. */
  watch(listener: (models: ModelRecord[]) => void): () => void {
    return watching(listed, listener);
  },

  watchDeleted(listener: (models: ModelRecord[]) => void): () => void {
    return watching(deleted, listener);
  },

  /**
   * Creates the record of a model whose files will follow. If a model of the same origin and form exists, returns that
   * one.
   */
  async begin(origin: ModelOrigin, files: FileSet["files"], description: CheckpointDescription): Promise<ModelRecord> {
    const { tables } = await backend();
    const known = (await tables.models.all()).find((model) => {
      return sameOrigin(model.origin, origin) && model.description.exported?.graph === description.exported?.graph;
    });
    if (known) {
      await tables.models.update(known.id, { deletedAt: null });
      return { ...known, deletedAt: null };
    }
    const record: ModelRecord = {
      id: crypto.randomUUID(),
      name: nameOf(origin, description),
      createdAt: Date.now(),
      origin,
      files: [...files],
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      description,
      complete: false,
      deletedAt: null,
    };
    await tables.models.put(record);
    return record;
  },

  /** Holds a model while its files are written; null if another tab holds it. */
  hold(id: string): Promise<(() => void) | null> {
    return hold(lockOf(id));
  },

  /** Marks a model as complete. */
  async finish(id: string): Promise<void> {
    await (await backend()).tables.models.update(id, { complete: true });
  },

  /** Says how a model judges by its answer; null: it does not. */
  async ask(id: string, judge: GenerativeSettings | null): Promise<void> {
    await (await backend()).tables.models.update(id, { judge });
  },

  /** A download store for the model's files. */
  store({ id, name }: Pick<ModelRecord, "id" | "name">): DownloadStore {
    return {
      has: async ({ path, size }) => (await (await backend()).files.size(folderOf(id, path))) === size,
      async partial(path) {
        const { files } = await backend();
        const folder = folderOf(id, path);
        return {
          size: () => files.size(folder),
          async append(bytes) {
            const number = String((await files.list(folder)).length).padStart(PLACES, "0");
            await writing(bytes.length, `the model ${name}`, () => files.write(`${folder}/${number}`, bytes));
          },
          finish: async () => {},
        };
      },
    };
  },

  /** Bytes of the model that have arrived. */
  async arrived(id: string): Promise<number> {
    return (await backend()).files.size(`${ROOT}/${id}`);
  },

  /** The model's files, read from the disk on demand. */
  files({ id, name, files: listed }: Pick<ModelRecord, "id" | "name" | "files">): FileSet {
    return {
      name,
      files: listed,
      async open(path) {
        const { files } = await backend();
        const pieces = (await files.list(folderOf(id, path))).sort();
        const blobs = await Promise.all(pieces.map((piece) => files.open(`${folderOf(id, path)}/${piece}`)));
        const whole = new Blob(blobs.filter((blob) => blob !== null));
        if (whole.size === listed.find((file) => file.path === path)?.size) return whole;
        throw new PlaygroundError({
          what: "A file of the model is missing or incomplete",
          where: `${name}/${path}`,
          expected: "all its bytes in the storage of this browser",
          found: `${whole.size} bytes`,
          fix: "Go on with its download on the Models page, or delete it and bring it in again.",
        });
      },
    };
  },

  /** The model's checkpoint as a source for `loadCheckpoint`. @throws PlaygroundError if the model is gone */
  async source(id: string): Promise<CheckpointSource> {
    return fileSetSource(models.files(await models.get(id)));
  },

  /** Takes a model off the list; `restore` brings it back until `purgeDeleted`. */
  async remove(id: string): Promise<void> {
    await (await backend()).tables.models.update(id, { deletedAt: Date.now() });
  },

  async restore(id: string): Promise<void> {
    await (await backend()).tables.models.update(id, { deletedAt: null });
  },

  /** Deletes a model for good. */
  async erase(id: string): Promise<void> {
    const { tables, files } = await backend();
    await tables.models.remove(id);
    await files.remove(`${ROOT}/${id}`);
  },

  /**
   * Deletes the models that were removed before a time, except those still being downloaded, and files without a
   * record. @returns what was removed of the latter
   */
  async purgeDeleted(before: number, signal: AbortSignal): Promise<Leftovers> {
    const { tables } = await backend();
    for (const { id, deletedAt } of await tables.models.all()) {
      if (deletedAt !== null && deletedAt <= before) await whenFree(lockOf(id), () => models.erase(id), signal);
    }
    return removeLeftovers(ROOT, async (id) => (await tables.models.get(id)) !== null, lockOf, signal);
  },
};

/** Digits of a piece's number: with pieces of 8 MB, enough for any file. */
const PLACES = 6;

function lockOf(id: string): string {
  return `model:${id}`;
}

/** The folder of one file of a model. Slashes in the repository's path are encoded. */
function folderOf(id: string, path: string): string {
  return `${ROOT}/${id}/${encodeURIComponent(path)}`;
}

/** The name of a model; a repository may have been imported in several forms, so the form is part of it. */
function nameOf(origin: ModelOrigin, { exported }: CheckpointDescription): string {
  const name = origin.kind === "hub" ? origin.repository : origin.name;
  return exported ? `${name} (${exported.precision})` : name;
}

function sameOrigin(a: ModelOrigin, b: ModelOrigin): boolean {
  if (a.kind !== "hub" || b.kind !== "hub") return false;
  return a.host === b.host && a.repository === b.repository && a.revision === b.revision;
}

async function listed(tables: Tables): Promise<ModelRecord[]> {
  const all = await tables.models.all();
  return all.filter(({ deletedAt }) => deletedAt === null).sort((a, b) => b.createdAt - a.createdAt);
}

async function deleted(tables: Tables): Promise<ModelRecord[]> {
  const all = await tables.models.all();
  return all.filter(({ deletedAt }) => deletedAt !== null).sort((a, b) => Number(b.deletedAt) - Number(a.deletedAt));
}

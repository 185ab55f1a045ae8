import { databaseTables, PlaygroundDatabase } from "./database.ts";
import type { FileStore } from "./files/file-store.ts";
import { type FileTable, flatFiles, memoryTable } from "./files/flat-files.ts";
import { opfsFiles } from "./files/opfs.ts";
import { memoryTables } from "./memory-tables.ts";
import type { Tables } from "./tables.ts";

/** `memory`: the browser stores nothing, and everything is lost with the page. */
export type StorageKind = "disk" | "memory";

export interface StorageBackend {
  kind: StorageKind;
  tables: Tables;
  files: FileStore;
}

let opened: Promise<StorageBackend> | undefined;

/** The storage that this browser offers, chosen once per page or worker. */
export function backend(): Promise<StorageBackend> {
  opened ??= open();
  return opened;
}

async function open(): Promise<StorageBackend> {
  const database = new PlaygroundDatabase();
  try {
    if (await database.isNewer()) return inMemory();
    await database.open();
  } catch {
    // Site data are blocked, or the browser has no storage in private windows.
    return inMemory();
  }
  const root = await privateFileSystem();
  const files = root ? opfsFiles(root) : flatFiles(databaseFiles(database));
  return { kind: "disk", tables: databaseTables(database), files };
}

/** Storage in memory; the page says that nothing is kept, and works on. */
function inMemory(): StorageBackend {
  return { kind: "memory", tables: memoryTables(), files: flatFiles(memoryTable()) };
}

/**
 * The origin's private file system; null if pages cannot write to it. In some browsers only workers can; page and
 * worker must agree on the place of files, so those browsers keep them in IndexedDB.
 */
async function privateFileSystem(): Promise<FileSystemDirectoryHandle | null> {
  if (typeof FileSystemFileHandle === "undefined" || !("createWritable" in FileSystemFileHandle.prototype)) return null;
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return null;
  }
}

function databaseFiles({ files }: PlaygroundDatabase): FileTable {
  return {
    get: async (path) => (await files.get(path))?.bytes,
    put: async (path, bytes) => void (await files.put({ path, bytes })),
    paths: () => files.toCollection().primaryKeys(),
    delete: (paths) => files.bulkDelete(paths),
  };
}

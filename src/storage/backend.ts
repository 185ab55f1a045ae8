import { databaseTables, PlaygroundDatabase } from "./database.ts";
import type { FileStore } from "./files/file-store.ts";
import { type FileTable, flatFiles, memoryTable } from "./files/flat-files.ts";
import { opfsFiles } from "./files/opfs.ts";
import { memoryTables } from "./memory-tables.ts";
import type { Tables } from "./tables.ts";

/** `memory`: this browser keeps nothing, and all is lost with the page. */
export type StorageKind = "disk" | "memory";

export interface Backend {
  kind: StorageKind;
  tables: Tables;
  files: FileStore;
}

let opened: Promise<Backend> | undefined;

/** What this browser offers to keep things in; decided once for a page or a worker. */
export function backend(): Promise<Backend> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Backend> {
  const database = new PlaygroundDatabase();
  try {
    if (await database.isNewer()) return inMemory();
    await database.open();
  } catch {
    // Site data blocked, or a private window of a browser without storage there.
    return inMemory();
  }
  const root = await privateFileSystem();
  const files = root ? opfsFiles(root) : flatFiles(databaseFiles(database));
  return { kind: "disk", tables: databaseTables(database), files };
}

/** The page says that nothing is kept, and works on. */
function inMemory(): Backend {
  return { kind: "memory", tables: memoryTables(), files: flatFiles(memoryTable()) };
}

/**
 * null where a page could not write to it. Some browsers let only workers write; page and worker must agree where files
 * are, so those keep them in IndexedDB.
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

import type { FileStore } from "./file-store.ts";

/** A table from paths to contents. */
export interface FileTable {
  get(path: string): Promise<Uint8Array | undefined>;
  put(path: string, bytes: Uint8Array): Promise<void>;
  paths(): Promise<string[]>;
  delete(paths: string[]): Promise<void>;
}

/** A file store on a table; folders exist as parts of the paths. */
export function flatFiles(table: FileTable): FileStore {
  const inside = async (folder: string) => (await table.paths()).filter((path) => path.startsWith(`${folder}/`));
  return {
    write: (path, bytes) => table.put(path, bytes),
    read: async (path) => (await table.get(path)) ?? null,
    async open(path) {
      const bytes = await table.get(path);
      return bytes ? new Blob([bytes as Uint8Array<ArrayBuffer>]) : null;
    },
    has: async (path) => (await table.paths()).includes(path),
    async list(folder) {
      const names = (await inside(folder)).map((path) => path.slice(folder.length + 1).split("/", 1)[0] as string);
      return [...new Set(names)];
    },
    remove: async (path) => table.delete([path, ...(await inside(path))]),
    async size(folder) {
      let sum = 0;
      for (const path of await inside(folder)) sum += (await table.get(path))?.length ?? 0;
      return sum;
    },
  };
}

/** A table in memory, which lasts as long as its page or worker. */
export function memoryTable(): FileTable {
  const files = new Map<string, Uint8Array>();
  return {
    get: async (path) => files.get(path),
    put: async (path, bytes) => void files.set(path, bytes.slice()),
    paths: async () => [...files.keys()],
    delete: async (paths) => {
      for (const path of paths) files.delete(path);
    },
  };
}

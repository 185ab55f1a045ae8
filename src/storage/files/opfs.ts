import type { FileStore } from "./file-store.ts";

/**
 * Files in the origin's private file system. Closing a file's stream replaces the file as a whole; before that nothing
 * changes.
 */
export function opfsFiles(root: FileSystemDirectoryHandle): FileStore {
  async function folderOf(path: string, create = false): Promise<FileSystemDirectoryHandle> {
    let folder = root;
    for (const name of path.split("/").slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create });
    return folder;
  }

  const directory = (path: string) => folderOf(`${path}/`);

  async function file(path: string): Promise<File> {
    const handle = await (await folderOf(path)).getFileHandle(nameOf(path));
    return handle.getFile();
  }

  return {
    async write(path, bytes) {
      const handle = await (await folderOf(path, true)).getFileHandle(nameOf(path), { create: true });
      const stream = await handle.createWritable();
      try {
        // Bytes in shared memory are copied, since a stream does not accept shared memory.
        await stream.write(bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice());
        await stream.close();
      } catch (error) {
        await stream.abort().catch(() => {});
        throw error;
      }
    },
    async read(path) {
      const found = await orNull(file(path));
      return found && new Uint8Array(await found.arrayBuffer());
    },
    open: (path) => orNull(file(path)),
    has: async (path) => (await orNull(file(path))) !== null,
    async list(folder) {
      const found = await orNull(directory(folder));
      const names: string[] = [];
      if (found) for await (const name of found.keys()) names.push(name);
      return names;
    },
    async remove(path) {
      const folder = await orNull(folderOf(path));
      if (folder) await orNull(folder.removeEntry(nameOf(path), { recursive: true }));
    },
    async size(folder) {
      const found = await orNull(directory(folder));
      return found ? sizeOf(found) : 0;
    },
  };
}

async function sizeOf(folder: FileSystemDirectoryHandle): Promise<number> {
  let sum = 0;
  for await (const entry of folder.values()) {
    sum += entry.kind === "file" ? (await entry.getFile()).size : await sizeOf(entry);
  }
  return sum;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof DOMException && (error.name === "NotFoundError" || error.name === "TypeMismatchError")) {
      return null;
    }
    throw error;
  }
}

import { openAsBlob } from "node:fs";
import { access, appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { ListedFile } from "../engine/checkpoint/file-set.ts";
import type { CheckpointSource } from "../engine/checkpoint/source.ts";
import { unpackedText } from "../engine/data/reading/unpacked.ts";
import { PlaygroundError } from "../engine/errors.ts";

/** A checkpoint in a local folder, Hugging Face layout. */
export function directorySource(directory: string): CheckpointSource {
  return {
    name: directory,
    read: (path) => readBytes(join(directory, path)),
    has: (path) => exists(join(directory, path)),
  };
}

/** The files of a folder, at any depth, with their sizes; none if there is no such folder. */
export async function listDirectory(directory: string): Promise<ListedFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return { path: relative(directory, path).replaceAll("\\", "/"), size: (await stat(path)).size };
      }),
  );
}

export async function readBytes(path: string): Promise<Uint8Array> {
  return readable(path, async () => new Uint8Array(await readFile(path)));
}

/**
 * Opens a file that is read in parts, on demand. Something that is no file on disk, such as a pipe, is read as a whole.
 */
export async function openPath(path: string): Promise<Blob> {
  return readable(path, async () => {
    const onDisk = (await stat(path)).isFile();
    return onDisk ? await openAsBlob(path) : new Blob([await readFile(path)]);
  });
}

/** Why a file cannot be read, by the system's error code. */
const UNREADABLE: Record<string, { what: string; fix: string }> = {
  ENOENT: { what: "There is no such file", fix: "Check the path." },
  ENOTDIR: { what: "There is no such file", fix: "Check the path: a part of it is no folder." },
  EISDIR: { what: "A folder is where a file is expected", fix: "Name a file in it." },
  EACCES: { what: "The file may not be read", fix: "Check its permissions." },
};

async function readable<Content>(path: string, read: () => Promise<Content>): Promise<Content> {
  try {
    return await read();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    const otherwise = { what: "The file cannot be read", found: code, fix: "Check the path and its permissions." };
    throw new PlaygroundError({ ...(UNREADABLE[code] ?? otherwise), where: path }, { cause });
  }
}

/** Reads a text file, and unpacks it if it is packed. */
export async function readTextFile(path: string): Promise<string> {
  return unpackedText(await openPath(path), path);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a text file, packed if its name ends in `.gz`; the packed file has no time, so that equal texts give equal
 * bytes.
 */
export async function writeText(path: string, text: string): Promise<void> {
  await writeSafely(path, path.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text);
}

export async function appendText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, text);
}

export async function discard(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Writes to another name and then renames, so that a crash never leaves half a file. */
export async function writeSafely(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.partial`, content);
  await rename(`${path}.partial`, path);
}

export async function writeFiles(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [name, bytes] of files) await writeSafely(join(directory, name), bytes);
}

import { backend } from "./backend.ts";
import { writing } from "./disk-space.ts";
import { exclusively } from "./locks.ts";

// Written last: a generation of files without this file was cut short and is ignored.
const COMPLETE = "complete";

/**
 * Replaces the files of a folder, all or none: the new files are written beside the present ones, which are removed
 * when the new ones are complete. A crash or a full disk leaves the present files unchanged.
 * @param purpose names the files in errors: "the snapshot of …"
 * @throws PlaygroundError if there is no room
 */
export function saveFolder(folder: string, contents: ReadonlyMap<string, Uint8Array>, purpose: string): Promise<void> {
  const bytes = [...contents.values()].reduce((sum, { length }) => sum + length, 0);
  return exclusively(folder, async () => {
    const { files } = await backend();
    const others = await files.list(folder);
    const fresh = `${folder}/${1 + Math.max(0, ...others.map(Number))}`;
    await writing(bytes, purpose, async () => {
      try {
        for (const [name, content] of contents) await files.write(`${fresh}/${name}`, content);
        await files.write(`${fresh}/${COMPLETE}`, new Uint8Array());
      } catch (error) {
        await files.remove(fresh);
        throw error;
      }
    });
    // The new files are complete, and the old ones are never read again; if removing them fails, the next saving tries
    // once more.
    for (const other of others) await files.remove(`${folder}/${other}`).catch(() => {});
  });
}

/** The path of a folder's present files; null if there are none. */
export async function presentFolder(folder: string): Promise<string | null> {
  const { files } = await backend();
  const newestFirst = (await files.list(folder)).map(Number).sort((a, b) => b - a);
  for (const generation of newestFirst) {
    if (await files.has(`${folder}/${generation}/${COMPLETE}`)) return `${folder}/${generation}`;
  }
  return null;
}

export function removeFolder(folder: string): Promise<void> {
  return exclusively(folder, async () => (await backend()).files.remove(folder));
}

/** The names of a folder's present files. */
export async function filesIn(present: string): Promise<string[]> {
  const { files } = await backend();
  return (await files.list(present)).filter((name) => name !== COMPLETE);
}

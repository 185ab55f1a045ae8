import { backend } from "./backend.ts";
import { exclusively } from "./locks.ts";
import { writing } from "./room.ts";

// Written last: a generation without it was cut short, and is passed over.
const COMPLETE = "complete";

/**
 * Replaces a folder's files, all of them or none: they are written beside the present ones, which go once the new ones
 * are complete. A crash, or a full disk, leaves the present ones as they were.
 * @param purpose what an error calls the files: "the snapshot of …"
 * @throws PlaygroundError when there is no room
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
    // The new ones are kept by now, and those before them never read again: the next saving tries once more.
    for (const other of others) await files.remove(`${folder}/${other}`).catch(() => {});
  });
}

/** Where a folder's present files are; null where there are none. */
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

import { backend } from "./backend.ts";
import { whenFree } from "./locks.ts";

/** What was removed of things whose storing or deletion had been cut short. */
export interface Leftovers {
  /** Number of things. */
  things: number;
  bytes: number;
}

/**
 * Removes folders of a root that belong to no record: their page went away while it wrote or deleted them. A folder
 * that another tab is writing to is checked again when that tab releases its lock.
 * @returns what was removed, once every folder has been checked or the signal is aborted
 */
export async function removeLeftovers(
  root: string,
  isKnown: (id: string) => Promise<boolean>,
  lockOf: (id: string) => string,
  signal: AbortSignal,
): Promise<Leftovers> {
  const { files } = await backend();
  const removed: Leftovers = { things: 0, bytes: 0 };
  const forget = async (id: string) => {
    if (await isKnown(id)) return;
    const bytes = await files.size(`${root}/${id}`);
    await files.remove(`${root}/${id}`);
    removed.things += 1;
    removed.bytes += bytes;
  };
  const folders = await files.list(root);
  const unknown = await Promise.all(folders.map(async (id) => ((await isKnown(id)) ? [] : [id])));
  await Promise.all(unknown.flat().map((id) => whenFree(lockOf(id), () => forget(id), signal)));
  return removed;
}

import { backend } from "./backend.ts";
import { whenFree } from "./locks.ts";

/**
 * Removes folders of a root that belong to no record: their page went away while it wrote or deleted them. A folder
 * that another tab is writing to is checked again when that tab releases its lock.
 */
export async function removeLeftovers(
  root: string,
  isKnown: (id: string) => Promise<boolean>,
  lockOf: (id: string) => string,
  signal: AbortSignal,
): Promise<void> {
  const { files } = await backend();
  const forget = async (id: string) => {
    if (!(await isKnown(id))) await files.remove(`${root}/${id}`);
  };
  const folders = await files.list(root);
  const unknown = await Promise.all(folders.map(async (id) => ((await isKnown(id)) ? [] : [id])));
  await Promise.all(unknown.flat().map((id) => whenFree(lockOf(id), () => forget(id), signal)));
}

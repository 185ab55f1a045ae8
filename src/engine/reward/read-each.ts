import { UnusableRecord } from "../unusable-record.ts";

/**
 * What `read` makes of each record, in their order; for a record that it cannot read, the reason. All are read together, which is
 * faster; if one of them cannot be read, each half is read by itself.
 */
export async function readEach<Item, Read>(
  records: readonly Item[],
  read: (records: readonly Item[]) => Promise<readonly Read[]>,
): Promise<(Read | UnusableRecord)[]> {
  try {
    return [...(await read(records))];
  } catch (error) {
    if (!(error instanceof UnusableRecord)) throw error;
    if (records.length === 1) return [error];
    const half = Math.ceil(records.length / 2);
    return [...(await readEach(records.slice(0, half), read)), ...(await readEach(records.slice(half), read))];
  }
}

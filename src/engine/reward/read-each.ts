import { UnusableRecord } from "../unusable-record.ts";

/**
 * What a judge reads of records, in their order, with the reason where it cannot read one: the others are read all the same. Read
 * together, for that is faster; halved as long as one among them cannot be read.
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

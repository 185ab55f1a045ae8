import type { DataRecord } from "./record.ts";

/** Keeps the items whose record says something new. The source of a record makes no difference. */
export function deduplicate<Item>(items: readonly Item[], recordOf: (item: Item) => DataRecord): Item[] {
  const isNew = novelty();
  return items.filter((item) => isNew(recordOf(item)));
}

/**
 * Returns a function that tells, record after record, whether the record says something that no earlier record said.
 */
export function novelty(): (record: DataRecord) => boolean {
  const seen = new Set<string>();
  return ({ source, id, subset, ...said }) => {
    const key = JSON.stringify(said);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  };
}

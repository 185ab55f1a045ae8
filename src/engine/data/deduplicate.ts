import type { DataRecord } from "./record.ts";

/** The items whose record says something that none before it says; where a record comes from makes no difference. */
export function deduplicate<Item>(items: readonly Item[], recordOf: (item: Item) => DataRecord): Item[] {
  const isNew = novelty();
  return items.filter((item) => isNew(recordOf(item)));
}

/** Tells, record after record, whether one says something that none before it said. */
export function novelty(): (record: DataRecord) => boolean {
  const seen = new Set<string>();
  return ({ source, id, subset, ...said }) => {
    const key = JSON.stringify(said);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  };
}

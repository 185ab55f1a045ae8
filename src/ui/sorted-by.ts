/**
 * Items sorted by a value of each, numbers by size and texts by alphabet. Items without a value come last in either
 * direction, and equal ones keep their order.
 */
export function sortedBy<Item>(
  items: readonly Item[],
  of: (item: Item) => number | string | null,
  descending: boolean,
): Item[] {
  return [...items].sort((one, other) => {
    const [a, b] = [of(one), of(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b);
    return descending ? -order : order;
  });
}

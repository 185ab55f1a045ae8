/**
 * Indices of at most so many of a list's entries, evenly spread, the first and the last among them.
 * @param most at least 2
 */
export function thinned(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

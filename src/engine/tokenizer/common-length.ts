/** How far two texts, or two lists of ids, are the same from their beginning. */
export function commonLength<T>(a: string | readonly T[], b: string | readonly T[]): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) if (a[i] !== b[i]) return i;
  return most;
}

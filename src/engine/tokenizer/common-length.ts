/** The length of the common beginning of two texts, or of two lists of ids. */
export function commonLength<T>(a: string | readonly T[], b: string | readonly T[]): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) if (a[i] !== b[i]) return i;
  return most;
}

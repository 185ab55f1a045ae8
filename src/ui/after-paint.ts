/** Resolves once what the page shows by now has been painted; in a hidden tab, which paints nothing, at once. */
export function afterPaint(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

export interface MarginBin {
  from: number;
  to: number;
  /** The middle of the bin. */
  margin: number;
  /** Number of pairs whose chosen response has the strictly higher reward. */
  right: number;
  wrong: number;
}

const BINS = 24;
/** Margins that differ by less than this look equal. */
const NARROWEST = 1e-6;

/**
 * How many margins fall into each of several equal bins. 0 is a boundary between bins; a tie is no win, so it is
 * counted below 0.
 */
export function marginBins(margins: readonly number[]): MarginBin[] {
  const [low, high] = [Math.min(0, ...margins), Math.max(0, ...margins)];
  const width = Math.max(NARROWEST, high - low) / BINS;
  const below = margins.some((margin) => margin <= 0) ? Math.max(1, Math.ceil(-low / width)) : 0;
  const above = margins.some((margin) => margin > 0) ? Math.max(1, Math.ceil(high / width)) : 0;
  const bins = Array.from({ length: below + above }, (_, bin): MarginBin => {
    const from = (bin - below) * width;
    return { from, to: from + width, margin: from + width / 2, right: 0, wrong: 0 };
  });
  for (const margin of margins) {
    const away = Math.floor(Math.abs(margin) / width);
    // The largest margin lies on the end of the last bin.
    if (margin > 0) (bins[below + Math.min(above - 1, away)] as MarginBin).right += 1;
    else (bins[below - 1 - Math.min(below - 1, away)] as MarginBin).wrong += 1;
  }
  return bins;
}

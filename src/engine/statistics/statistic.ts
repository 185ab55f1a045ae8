/**
 * A figure of some records as a function of how often each record counts: counts of 1 give the figure itself, the
 * counts of a resample give the figure of the resample. Everything that does not depend on the counts, such as an
 * order, is computed once. NaN if the counted records give no figure.
 */
export type Statistic = (counts: ArrayLike<number>) => number;

/** Counts of 1 for every record. */
export function once(records: number): Float64Array {
  return new Float64Array(records).fill(1);
}

/** Σ c·x / Σ c. */
export function mean(values: ArrayLike<number>): Statistic {
  return (counts) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < values.length; i++) {
      const count = counts[i] as number;
      if (count === 0) continue;
      sum += count * (values[i] as number);
      total += count;
    }
    return sum / total;
  };
}

/** A statistic and the number of records that it counts. */
export interface Part {
  statistic: Statistic;
  records: number;
}

/** A statistic of the records of several parts in a row, computed from the parts' statistics. */
export function combined(parts: readonly Part[], combine: (figures: number[]) => number): Statistic {
  return (counts) => {
    let start = 0;
    const figures = parts.map(({ statistic, records }) => {
      const first = start;
      start += records;
      return statistic(Float64Array.from({ length: records }, (_, i) => counts[first + i] as number));
    });
    return combine(figures);
  };
}

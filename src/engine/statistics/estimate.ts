/** A figure with its uncertainty. */
export interface Estimate {
  value: number;
  /** 95 % interval [low, high], which holds the value; both NaN where nothing tells how sure the figure is. */
  low: number;
  high: number;
  /** Observations the figure is made of. */
  count: number;
}

/** A difference with the chance to find as large a one, either way, where there is none. */
export interface Difference extends Estimate {
  /** NaN where nothing tells how sure the difference is. */
  p: number;
}

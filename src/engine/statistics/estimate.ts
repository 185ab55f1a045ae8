/** A figure with its 95 % interval. */
export interface Estimate {
  value: number;
  /** 95 % interval [low, high], which contains the value; both NaN if the uncertainty is not known. */
  low: number;
  high: number;
  /** Number of observations behind the figure. */
  count: number;
}

/** A difference with its p-value: the chance of a difference as large, in either direction, if there is none. */
export interface Difference extends Estimate {
  /** NaN if the uncertainty is not known. */
  p: number;
}

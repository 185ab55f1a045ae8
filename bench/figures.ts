/** The target of a figure. */
export type Target = { atMost: number } | { atLeast: number };

/** A number that a benchmark has measured. */
export interface Figure {
  name: string;
  /** The value; the median, if it was measured several times. */
  value: number;
  unit: string;
  /** First and third quartile of repeated measurements. */
  low?: number;
  high?: number;
  target?: Target;
}

/** A figure from repeated measurements. */
export function measured(name: string, samples: readonly number[], unit: string, target?: Target): Figure {
  const [low, value, high] = [0.25, 0.5, 0.75].map((share) => quantile(samples, share)) as [number, number, number];
  return { name, value, unit, low, high, ...(target && { target }) };
}

/** A figure that is counted rather than timed. */
export function counted(name: string, value: number, unit: string, target?: Target): Figure {
  return { name, value, unit, ...(target && { target }) };
}

/** `a ÷ b` round by round: a slowdown of the machine affects both and cancels. */
export function ratio(name: string, a: readonly number[], b: readonly number[], target?: Target): Figure {
  return measured(
    name,
    a.map((value, round) => value / (b[round] as number)),
    "×",
    target,
  );
}

/** Rates per second of an amount, from the milliseconds that each round took. */
export function perSecond(amount: number, milliseconds: readonly number[]): number[] {
  return milliseconds.map((time) => (1000 * amount) / time);
}

/** Whether a figure reaches its target; null if it has none. */
export function reached({ value, target }: Figure): boolean | null {
  if (!target) return null;
  return "atMost" in target ? value <= target.atMost : value >= target.atLeast;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The quantile, interpolated linearly between neighbours. */
function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}

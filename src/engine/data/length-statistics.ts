import type { Comparison } from "./record.ts";

/** The lengths of a pair's texts, in whatever they are measured in. */
export interface PairLengths {
  prompt: number;
  chosen: number;
  rejected: number;
}

/** How a length is spread over pairs; quantiles by nearest rank. */
export interface Spread {
  min: number;
  median: number;
  mean: number;
  p95: number;
  max: number;
}

export interface LengthStatistics {
  prompt: Spread;
  chosen: Spread;
  rejected: Spread;
  /** Of prompt and longer response together: what has to fit a context. */
  whole: Spread;
  /** Share of pairs whose chosen response is the longer one; of two as long as each other, half. */
  chosenLonger: number;
}

/** Of every pair of a comparison. @param responses lengths of those chosen, then of those rejected */
export function pairLengths({ chosen }: Comparison, prompt: number, responses: readonly number[]): PairLengths[] {
  const rejected = responses.slice(chosen.length);
  return responses
    .slice(0, chosen.length)
    .flatMap((better) => rejected.map((worse) => ({ prompt, chosen: better, rejected: worse })));
}

/** @param lengths of at least one pair */
export function lengthStatistics(lengths: readonly PairLengths[]): LengthStatistics {
  const longer = lengths.map(({ chosen, rejected }) => (Math.sign(chosen - rejected) + 1) / 2);
  return {
    prompt: spread(lengths.map(({ prompt }) => prompt)),
    chosen: spread(lengths.map(({ chosen }) => chosen)),
    rejected: spread(lengths.map(({ rejected }) => rejected)),
    whole: spread(lengths.map(({ prompt, chosen, rejected }) => prompt + Math.max(chosen, rejected))),
    chosenLonger: mean(longer),
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number;
  return {
    min: sorted[0] as number,
    median: quantile(0.5),
    mean: mean(values),
    p95: quantile(0.95),
    max: quantile(1),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import type { Comparison } from "./record.ts";

/** The lengths of a pair's texts, in tokens or characters. */
export interface PairLengths {
  prompt: number;
  chosen: number;
  rejected: number;
}

/** The distribution of a length over pairs; quantiles by nearest rank. */
export interface LengthSpread {
  min: number;
  median: number;
  mean: number;
  p95: number;
  max: number;
}

export interface LengthStatistics {
  prompt: LengthSpread;
  chosen: LengthSpread;
  rejected: LengthSpread;
  /** Length of the prompt with the longer response, which has to fit a context. */
  whole: LengthSpread;
  /** Share of pairs whose chosen response is longer; a pair of equal lengths counts half. */
  chosenLonger: number;
}

/** The lengths of every pair of a comparison. @param responses lengths of the chosen, then of the rejected responses */
export function pairLengths({ chosen }: Comparison, prompt: number, responses: readonly number[]): PairLengths[] {
  const rejected = responses.slice(chosen.length);
  return responses
    .slice(0, chosen.length)
    .flatMap((better) => rejected.map((worse) => ({ prompt, chosen: better, rejected: worse })));
}

/** Statistics over pairs. @param lengths has at least one pair */
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

function spread(values: readonly number[]): LengthSpread {
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

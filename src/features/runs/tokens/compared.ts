import { sigmoid } from "../../../engine/statistics/logistic.ts";

/**
 * How the rewards of two runs are compared: as σ(r), as r, or as r minus the run's mean, since a loss on pairs leaves a
 * constant open.
 */
export type CompareScale = "sigma" | "raw" | "centred";

/** Process rewards of two runs along one response: at the end of the prompt, then at every token. */
export interface ComparedRewards {
  first: number[];
  second: number[];
  /** The second run's reward minus the first's. */
  differences: number[];
}

/** @param responses the rewards of both runs for each response of a pair, as r */
export function compareRewards(
  responses: readonly { first: readonly number[]; second: readonly number[] }[],
  scale: CompareScale,
): ComparedRewards[] {
  const scaled = (values: readonly number[], all: readonly number[]) => {
    if (scale === "sigma") return values.map(sigmoid);
    if (scale === "raw") return [...values];
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return values.map((value) => value - mean);
  };
  const allFirst = responses.flatMap(({ first }) => first);
  const allSecond = responses.flatMap(({ second }) => second);
  return responses.map((response) => {
    const first = scaled(response.first, allFirst);
    const second = scaled(response.second, allSecond);
    return { first, second, differences: second.map((value, i) => value - (first[i] as number)) };
  });
}

const MOST_MARKED = 3;

/** The columns where the runs differ most, the largest difference first. */
export function largestDifferences(differences: readonly number[]): number[] {
  const columns = differences.map((_, column) => column).filter((column) => differences[column] !== 0);
  const size = (column: number) => Math.abs(differences[column] as number);
  return columns.sort((a, b) => size(b) - size(a)).slice(0, MOST_MARKED);
}

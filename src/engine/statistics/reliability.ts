import { equalMassBins } from "./equal-mass.ts";
import { orderOf } from "./order.ts";
import { once, type Statistic } from "./statistic.ts";

/** A bin of predictions of similar size, and how often they came true. */
export interface ReliabilityBin {
  /** Mean prediction in the bin. */
  predicted: number;
  /** Share of predictions in the bin that came true. */
  observed: number;
  count: number;
}

const BINS = 10;

/** (prediction − outcome)² of every record; Brier's score is their mean. @param outcomes 0 or 1; ½ for a draw */
export function brierTerms(predictions: ArrayLike<number>, outcomes: ArrayLike<number>): Float64Array {
  return Float64Array.from(predictions, (p, i) => (p - (outcomes[i] as number)) ** 2);
}

/** Ten bins of equal mass in ascending order of prediction, without empty bins. */
export function reliabilityCurve(predictions: ArrayLike<number>, outcomes: ArrayLike<number>): ReliabilityBin[] {
  return binned(predictions, outcomes)(once(predictions.length));
}

/** ECE = Σ count·|predicted − observed| / Σ count over ten bins of equal mass. */
export function expectedCalibrationError(predictions: ArrayLike<number>, outcomes: ArrayLike<number>): Statistic {
  const binsOf = binned(predictions, outcomes);
  return (counts) => {
    let gap = 0;
    let total = 0;
    for (const { predicted, observed, count } of binsOf(counts)) {
      gap += count * Math.abs(predicted - observed);
      total += count;
    }
    return gap / total;
  };
}

function binned(predictions: ArrayLike<number>, outcomes: ArrayLike<number>) {
  const order = orderOf(predictions);
  return (counts: ArrayLike<number>): ReliabilityBin[] => {
    const binOf = equalMassBins(order, counts, BINS);
    const sums = Array.from({ length: BINS }, () => ({ predicted: 0, observed: 0, count: 0 }));
    for (let i = 0; i < binOf.length; i++) {
      const bin = sums[binOf[i] as number] as ReliabilityBin;
      const count = counts[i] as number;
      bin.count += count;
      bin.predicted += count * (predictions[i] as number);
      bin.observed += count * (outcomes[i] as number);
    }
    return sums
      .filter(({ count }) => count > 0)
      .map(({ predicted, observed, count }) => ({ predicted: predicted / count, observed: observed / count, count }));
  };
}

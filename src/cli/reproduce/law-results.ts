import { grouped } from "../../engine/grouped.ts";
import type { Difference } from "../../engine/statistics/estimate.ts";
import { DIALS, type Dial, dials } from "./dials.ts";
import { type Candidate, type Finding, findings, signed } from "./findings.ts";
import type { LawCell } from "./law.ts";
import { type RewardMetricId, rewardMetrics } from "./metrics.ts";
import { contenderDifference, type SeedFigures } from "./summary.ts";
import { ICRM, REFERENCE, UNIFORM, variantName } from "./variants.ts";

/** The figures of the law. */
const LAW_METRICS = rewardMetrics.filter(({ id }) => id === "firstErrorF1" || id === "valueTokens");

/** The benefit of consistency at one value of a dial. */
export interface LawPoint extends Finding {
  dial: Dial;
  value: number;
}

/** A cell of the law with its models, by variant. */
export interface TrainedLawCell {
  cell: LawCell;
  models: ReadonlyMap<string, readonly SeedFigures<RewardMetricId>[]>;
}

/** The benefits over GRM and over uniform weights, corrected together. */
export function lawPoints(trained: readonly TrainedLawCell[]): LawPoint[] {
  const candidates = trained.flatMap(({ cell: { dial, value }, models }) =>
    [REFERENCE, UNIFORM].flatMap((other) =>
      LAW_METRICS.flatMap((metric): (Candidate & Pick<LawPoint, "dial" | "value">)[] => {
        const difference = contenderDifference(models.get(ICRM) ?? [], models.get(other) ?? [], metric);
        const compared = `${variantName(ICRM)} instead of ${variantName(other)}`;
        return difference
          ? [{ dial, value, compared, metric, where: `${dials[dial].name}: ${value}`, difference }]
          : [];
      }),
    ),
  );
  const read = findings(candidates);
  return candidates.map(({ dial, value }, i) => ({ ...(read[i] as Finding), dial, value }));
}

/** The points of one line, in the order of its dial. */
export interface LawLine {
  dial: Dial;
  compared: string;
  metric: Candidate["metric"];
  points: LawPoint[];
}

export function lawLines(points: readonly LawPoint[]): LawLine[] {
  return DIALS.flatMap((dial) => {
    const own = points.filter((point) => point.dial === dial);
    return grouped(own, ({ compared, metric }) => `${compared} ${metric.name}`).map((line): LawLine => {
      const [{ compared, metric }] = line as [LawPoint];
      return { dial, compared, metric, points: line.toSorted((a, b) => a.value - b.value) };
    });
  });
}

/**
 * A sentence on how the benefit changes from one end of a dial to the other; it changes if the intervals at both ends
 * do not overlap.
 */
export function lawSentence({ dial, compared, metric, points }: LawLine): string {
  const [first, last] = [points[0] as LawPoint, points.at(-1) as LawPoint];
  const at = ({ value, difference }: LawPoint) => `${signed(difference, metric.unit)} at ${value}`;
  const way = points.length === 1 ? "" : `, ${at(last)}: ${trend(first.difference, last.difference)}`;
  return `${dials[dial].name}; ${compared}, ${metric.name}: ${at(first)}${way}.`;
}

function trend(first: Difference, last: Difference): string {
  if (last.low > first.high) return "the benefit grows";
  if (last.high < first.low) return "the benefit shrinks";
  return "the benefit is not seen to change";
}

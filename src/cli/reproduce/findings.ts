import { grouped } from "../../engine/grouped.ts";
import type { Difference } from "../../engine/statistics/estimate.ts";
import type { ResultMetric } from "./metrics.ts";
import { formatted } from "./plot.ts";
import { type ReadDifference, readTogether } from "./summary.ts";

/** A difference that is part of an answer. */
export interface Candidate {
  /** The two things compared: "ICRM instead of GRM". */
  compared: string;
  metric: Pick<ResultMetric, "name" | "unit">;
  /** The circumstances: "with 32 pairs, clean, head alone". */
  where: string;
  difference: Difference;
}

/** The verdict on a difference. In all figures of answers, higher is better. */
export type DifferenceVerdict = "helps" | "costs" | "unseen";

export interface Finding extends Candidate {
  difference: ReadDifference;
  verdict: DifferenceVerdict;
}

/** Differences that are read together: corrected for their number, then judged one by one. */
export function findings(candidates: readonly Candidate[]): Finding[] {
  const read = readTogether(candidates.map(({ difference }) => difference));
  return candidates.map((candidate) => {
    const difference = read.get(candidate.difference) as ReadDifference;
    return { ...candidate, difference, verdict: differenceVerdict(difference) };
  });
}

export function differenceVerdict({ value, adjusted }: Pick<ReadDifference, "value" | "adjusted">): DifferenceVerdict {
  if (!(adjusted < 0.05)) return "unseen";
  return value > 0 ? "helps" : "costs";
}

/** A plain sentence about one comparison in one figure, over all circumstances. @param all at least one finding */
export function sentence(all: readonly Finding[]): string {
  const [{ compared, metric }] = all as [Finding];
  const of = (verdict: DifferenceVerdict) => all.filter((finding) => finding.verdict === verdict);
  const [helps, costs, unseen] = [of("helps"), of("costs"), of("unseen")];
  const parts = [
    ...(helps.length > 0 ? [`helps ${told("in", helps, all)}`] : []),
    ...(costs.length > 0 ? [`costs ${told("in", costs, all)}`] : []),
    ...(unseen.length === all.length
      ? [`is not seen to matter ${told("in any", unseen, all)}`]
      : unseen.length > 0
        ? [`is not seen to matter in ${unseen.length} of ${all.length}`]
        : []),
  ];
  return `${compared}, ${metric.name}: ${parts.join("; ")}.`;
}

/** One sentence for every comparison and figure, in the order of their first finding. */
export function sentences(all: readonly Finding[]): string[] {
  return grouped(all, ({ compared, metric }) => `${compared} ${metric.name}`).map(sentence);
}

/** One sentence that counts all findings by verdict. */
export function inShort(all: readonly Finding[]): string {
  const of = (verdict: DifferenceVerdict) => all.filter((finding) => finding.verdict === verdict).length;
  return `Of ${all.length} comparisons ${of("helps")} are told to help and ${of("costs")} to cost; in ${of("unseen")} no difference is seen.`;
}

function furthest(some: readonly Finding[]): Finding {
  return some.toSorted((a, b) => Math.abs(b.difference.value) - Math.abs(a.difference.value))[0] as Finding;
}

/** In how many circumstances this holds, and where the difference is largest. */
function told(among: "in" | "in any", some: readonly Finding[], all: readonly Finding[]): string {
  const { where, difference, metric } = furthest(some);
  const most = `${where} (${signed(difference, metric.unit)})`;
  if (all.length === 1) return most;
  if (among === "in any") return `in any of ${all.length}; the largest difference is found ${most}`;
  const number = some.length === all.length ? `all ${all.length}` : `${some.length} of ${all.length}`;
  return `in ${number}, most ${most}`;
}

/**
 * A difference with its interval: `+21.0 points [15.2, 26.1]` for shares, `+0.182 [0.151, 0.214]` for other figures.
 */
export function signed({ value, low, high }: Pick<Difference, "value" | "low" | "high">, unit: ResultMetric["unit"]) {
  const sign = value > 0 ? "+" : "";
  // The difference of two shares is given in percentage points, not in percent.
  const [figure, from, to] = [value, low, high].map((part) => formatted(part, unit).replace(" %", ""));
  return `${sign}${figure}${unit === "share" ? " points" : ""} [${from}, ${to}]`;
}

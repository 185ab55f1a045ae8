import type { BestOfNPoint, BestOfNReport } from "../../../engine/evaluation/best-of-n/report.ts";
import type { BestOfNView } from "../../../state/best-of-n-view.ts";

/** A place on the horizontal axis with the figure of every judge and, under `bandOf(id)`, its interval. */
export type CurveRow = Record<string, number | [number, number]> & { x: number };

export function bandOf(judge: string): string {
  return `${judge}:interval`;
}

/** The place of a point on the horizontal axis: log₂ N, or the divergence. */
export function pointPlace({ n, kl }: Pick<BestOfNPoint, "n" | "kl">, scale: BestOfNView["scale"]): number {
  return scale === "n" ? Math.log2(n) : kl;
}

/** The gold accuracy of all judges, one row per N. */
export function goldRows({ judges, curves }: BestOfNReport, scale: BestOfNView["scale"]): CurveRow[] {
  const points = curves[judges[0]?.id ?? ""] ?? [];
  return points.map((point, i) => {
    const row: CurveRow = { x: pointPlace(point, scale) };
    for (const { id } of judges) {
      const gold = curves[id]?.[i]?.gold;
      if (!gold) continue;
      row[id] = gold.value;
      row[bandOf(id)] = [gold.low, gold.high];
    }
    return row;
  });
}

/** Ends of an axis that contains the intervals of all curves with a little room, within [0, 1]. */
export function goldDomain(curves: readonly (readonly BestOfNPoint[])[]): [low: number, high: number] {
  const golds = curves.flat().map(({ gold }) => gold);
  const ends = golds.flatMap(({ value, low, high }) => [value, low, high]).filter((end) => !Number.isNaN(end));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return [Math.max(0, Math.floor(low * 20 - 0.2) / 20), Math.min(1, Math.ceil(high * 20 + 0.2) / 20)];
}

/** The N whose picks are right most often. The reward never falls as N grows, so beyond this N it is over-optimised. */
export function peakOf(points: readonly BestOfNPoint[]): number | undefined {
  return points.toSorted((a, b) => b.gold.value - a.gold.value)[0]?.n;
}

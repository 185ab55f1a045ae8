import type { BestOfNReport } from "../../../engine/evaluation/best-of-n/report.ts";
import type { Figure, FigureColumn, Figures } from "../../../ui/judge-table/figures.ts";

/** What a figure is of: right answers, or the reward of the picks in the judge's own eyes. */
export type FigureGroup = "gold" | "proxy";

export const groupNames: Record<FigureGroup, string> = {
  gold: "Right answers among the best of N",
  proxy: "Mean reward r of the picks",
};

/** Id of a column of the table: "gold/4". */
export function metricOf(group: FigureGroup, n: number): string {
  return `${group}/${n}`;
}

/** The curves as a table: a column an N, of gold and of proxy. */
export function curveFigures({ judges, curves }: BestOfNReport): Figures {
  const points = curves[judges[0]?.id ?? ""] ?? [];
  const gold = points.map(
    ({ n }): FigureColumn => ({
      id: metricOf("gold", n),
      group: "gold",
      name: `N = ${n}`,
      better: "higher",
      unit: "share",
      about: `Share of right answers where one of ${n} responses is chosen.`,
    }),
  );
  const proxy = points.map(
    ({ n }): FigureColumn => ({
      id: metricOf("proxy", n),
      group: "proxy",
      name: `r, N = ${n}`,
      better: null,
      unit: "number",
      about: `The reward that the judge itself gives to what it chooses of ${n} responses, on a scale of its own.`,
    }),
  );
  return {
    judges,
    metrics: [...gold, ...proxy],
    cells: Object.fromEntries(
      judges.map(({ id }) => [
        id,
        Object.fromEntries(
          (curves[id] ?? []).flatMap((point): [string, Figure][] => [
            [metricOf("gold", point.n), { estimate: point.gold }],
            [
              metricOf("proxy", point.n),
              point.proxy ? { estimate: point.proxy } : { missing: "This judge gives no rewards." },
            ],
          ]),
        ),
      ]),
    ),
  };
}

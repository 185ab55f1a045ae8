import type { BestOfNReport } from "../../../engine/evaluation/best-of-n/report.ts";
import { type Mistake, mistakeTitle } from "../../../engine/world/index.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import type { FigureColumn, FigureTable, TableFigure } from "../../../ui/judge-table/figures.ts";

/** The kinds of figures: right answers, mistakes of picks, and the reward that the judge gives its picks. */
export type FigureGroup = "gold" | "mistakes" | "proxy";

export const figureGroupNames: Record<FigureGroup, string> = {
  gold: msg("Right answers among the best of N"),
  mistakes: msg("Picks among all that make a mistake"),
  proxy: msg("Mean reward r of the picks"),
};

/** The id of a column of the table: "gold/4", "mistakes/carry". */
export function metricOf(group: FigureGroup, of: number | Mistake): string {
  return `${group}/${of}`;
}

/**
 * The curves as a table: columns of gold and of proxy for each N, and between them a column for each mistake that picks
 * can make.
 */
export function curveFigures({ judges, curves, mistakes, picked, samples }: BestOfNReport): FigureTable {
  const points = curves[judges[0]?.id ?? ""] ?? [];
  const gold = points.map(
    ({ n }): FigureColumn => ({
      id: metricOf("gold", n),
      group: "gold",
      name: `N = ${n}`,
      better: "higher",
      unit: "share",
      about: t("Share of right answers where one of {n} responses is chosen.", { n }),
    }),
  );
  const fallen = mistakes.map(
    (mistake): FigureColumn => ({
      id: metricOf("mistakes", mistake),
      group: "mistakes",
      name: mistakeTitle(mistake),
      better: "lower",
      unit: "share",
      about: t(
        "Share of problems where the pick among all {samples} responses makes this mistake, as the verifier finds.",
        { samples },
      ),
    }),
  );
  const proxy = points.map(
    ({ n }): FigureColumn => ({
      id: metricOf("proxy", n),
      group: "proxy",
      name: `r, N = ${n}`,
      better: null,
      unit: "number",
      about: t("The reward that the judge itself gives to what it chooses of {n} responses, on a scale of its own.", {
        n,
      }),
    }),
  );
  return {
    judges,
    metrics: [...gold, ...fallen, ...proxy],
    cells: Object.fromEntries(
      judges.map(({ id }) => [
        id,
        Object.fromEntries([
          ...mistakes.map((mistake, i): [string, TableFigure] => {
            const estimate = picked[id]?.[i];
            return [metricOf("mistakes", mistake), estimate ? { estimate } : { missing: msg("It was not measured.") }];
          }),
          ...(curves[id] ?? []).flatMap((point): [string, TableFigure][] => [
            [metricOf("gold", point.n), { estimate: point.gold }],
            [
              metricOf("proxy", point.n),
              point.proxy ? { estimate: point.proxy } : { missing: msg("This judge gives no rewards.") },
            ],
          ]),
        ]),
      ]),
    ),
  };
}

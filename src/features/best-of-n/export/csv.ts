import { csvText } from "../../../engine/csv.ts";
import type { BestOfNReport } from "../../../engine/evaluation/best-of-n/report.ts";

/** The curves as CSV, one row per judge and N. */
export function curvesCsv({ judges, curves }: BestOfNReport): string {
  const header = [
    "judge",
    "name",
    "kind",
    "n",
    "kl",
    "gold",
    "gold_low",
    "gold_high",
    "proxy",
    "proxy_low",
    "proxy_high",
  ];
  const rows = judges.flatMap(({ id, name, kind }) =>
    (curves[id] ?? []).map(({ n, kl, gold, proxy }) => [
      ...[id, name, kind, n, kl, gold.value, gold.low, gold.high],
      ...(proxy ? [proxy.value, proxy.low, proxy.high] : ["", "", ""]),
    ]),
  );
  return csvText([header, ...rows]);
}

import { expect, test } from "vitest";
import { testBestOfN } from "../../../testing/test-best-of-n.ts";
import { bandOf, goldDomain, goldRows, peakOf } from "./points.ts";

const { report } = testBestOfN();

test("one row an N, with every judge's figure and interval", () => {
  const rows = goldRows(report, "n");
  expect(rows.map(({ x }) => x)).toEqual([0, 1, 2, 3, 4]);
  const { gold } = report.curves.icrm?.[2] ?? {};
  expect(rows[2]).toMatchObject({ icrm: gold?.value, [bandOf("icrm")]: [gold?.low, gold?.high] });
});

test("by divergence, one response is no choice at all", () => {
  const rows = goldRows(report, "kl");
  expect(rows[0]?.x).toBe(0);
  expect(rows[4]?.x).toBeCloseTo(Math.log(16) - 15 / 16, 12);
});

test("the axis of shares holds every interval and nothing impossible", () => {
  const [low, high] = goldDomain(Object.values(report.curves));
  const golds = Object.values(report.curves)
    .flat()
    .map(({ gold }) => gold);
  expect(low).toBeLessThan(Math.min(...golds.map((gold) => gold.low)));
  expect(high).toBe(1);
});

test("the N that is right most often, the smallest of several", () => {
  const points = (...golds: number[]) =>
    (report.curves.bt ?? []).slice(0, golds.length).map((point, i) => {
      return { ...point, gold: { ...point.gold, value: golds[i] as number } };
    });
  expect(peakOf(points(0.5, 0.7, 0.6))).toBe(2);
  expect(peakOf(points(0.5, 0.5, 0.5))).toBe(1);
});

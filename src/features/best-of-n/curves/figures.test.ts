import { expect, test } from "vitest";
import { testBestOfN } from "../../../testing/test-best-of-n.ts";
import { curveFigures, metricOf } from "./figures.ts";

const { report } = testBestOfN();

test("a column an N, of gold and of proxy; judges that are no reward models have no proxy", () => {
  const { metrics, cells } = curveFigures(report);
  const byN = (group: "gold" | "proxy") => [1, 2, 4, 8, 16].map((n) => metricOf(group, n));
  expect(metrics.map(({ id }) => id)).toEqual([...byN("gold"), "mistakes/carry", "mistakes/unknown", ...byN("proxy")]);
  expect(cells.icrm?.["mistakes/unknown"]).toEqual({ estimate: report.picked.icrm?.[1] });
  expect(cells.icrm?.["gold/4"]).toEqual({ estimate: report.curves.icrm?.[2]?.gold });
  expect(cells.icrm?.["proxy/16"]).toEqual({ estimate: report.curves.icrm?.[4]?.proxy });
  expect(cells.random?.["proxy/16"]).toHaveProperty("missing");
});

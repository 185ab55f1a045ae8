import { expect, test } from "vitest";
import { layoutColumns } from "./columns.ts";
import { fitColumns } from "./fit-columns.ts";

const layout = layoutColumns([Array(30).fill("3")]);

test("a figure that fits is widened a little, one that nearly fits is drawn closer, one that is far too long as close as can be", () => {
  expect(fitColumns(layout, layout.width)).toBe(layout);
  expect(fitColumns(layout, 0)).toBe(layout);
  expect(fitColumns(layout, layout.width * 1.2).width).toBeCloseTo(layout.width * 1.2, 6);
  expect(fitColumns(layout, layout.width * 9).columns[1]?.width).toBeCloseTo(26 * 1.6, 6);
  const closer = fitColumns(layout, layout.width - 100);
  expect(closer.width).toBeCloseTo(layout.width - 100, 6);
  closer.columns.forEach(({ x, width, center }, i) => {
    expect(center).toBeCloseTo(x + width / 2, 6);
    if (i > 0) expect(x).toBeCloseTo((closer.columns[i - 1]?.x ?? 0) + (closer.columns[i - 1]?.width ?? 0), 6);
  });
  expect(fitColumns(layout, 50).width).toBeCloseTo(layout.width - 31 * 8, 6);
  // For fingers only the wide column of the prompt gives way.
  expect(fitColumns(layout, 50, true).width).toBeCloseTo(layout.width - 8, 6);
});

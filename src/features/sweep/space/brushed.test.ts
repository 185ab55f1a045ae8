import { expect, test } from "vitest";
import type { Variations } from "../../../engine/sweep/space.ts";
import { brushedVariations } from "./brushed.ts";

const vary: Variations = {
  learningRate: { logRange: [1e-4, 1e-2] },
  batchSize: { range: [4, 16] },
  method: { choices: ["bt", "grm", "icrm"] },
  rho: { range: [0, 1] },
};

test("a brushed stretch of an axis is the range, or the choices, to search next", () => {
  const brushes = { learningRate: [0.5, 1], batchSize: [0.25, 0.3], method: [0.4, 1] } as const;
  expect(brushedVariations(vary, brushes)).toEqual({
    learningRate: { logRange: [1e-3, 1e-2] },
    batchSize: { choices: [7] },
    method: { choices: ["grm", "icrm"] },
    rho: { range: [0, 1] },
  });
});

test("a brush between two choices leaves them all", () => {
  expect(brushedVariations(vary, { method: [0.2, 0.3] }).method).toEqual(vary.method);
});

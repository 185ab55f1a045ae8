import { expect, test } from "vitest";
import type { FigureTrajectory } from "../../ui/token-figure/model.ts";
import { stepFrom } from "./step-from.ts";

const written = (steps: FigureTrajectory["steps"]) => ({ id: 3, steps, tokens: Array(6).fill(null) });

test("without steps the arrow keys go token by token, and stay at the ends", () => {
  const plain = written([]);
  expect(stepFrom(plain, null, 1)).toEqual({ branchId: 3, column: 1 });
  expect(stepFrom(plain, { branchId: 3, column: 6 }, 1)).toEqual({ branchId: 3, column: 6 });
  expect(stepFrom(plain, { branchId: 3, column: 1 }, -1)).toEqual({ branchId: 3, column: 0 });
  // A pin on another trajectory does not count.
  expect(stepFrom(plain, { branchId: 1, column: 4 }, 1)).toEqual({ branchId: 3, column: 1 });
});

import { expect, test } from "vitest";
import type { Row } from "../rows.ts";
import { shownRow } from "./shown-row.ts";

const rewards = { chosen: [0, 1], rejected: [0, -1] };
const row = (key: string, objective: number | null, pinned: Row["trial"]["pinned"] = rewards) =>
  ({ key, objective, places: {}, trial: { pinned } }) as Row;

test("the trial that is pointed at; without one the best by the objective's goal; never one that kept no rewards", () => {
  const rows = [row("a", 0.5), row("b", 0.9), row("failed", null, null), row("c", 0.1)];
  expect(shownRow(rows, "a", 1)?.key).toBe("a");
  expect(shownRow(rows, null, 1)?.key).toBe("b");
  expect(shownRow(rows, null, -1)?.key).toBe("c");
  expect(shownRow(rows, "failed", 1)?.key).toBe("b");
  expect(shownRow([row("failed", null, null)], null, 1)).toBeNull();
});

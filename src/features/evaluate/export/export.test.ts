import { expect, test } from "vitest";
import { testEvaluation, testModels } from "../../../testing/test-evaluation.ts";
import type { RequestOf } from "../../../worker/calls.ts";
import { reportCsv } from "./csv.ts";
import { evaluationJson } from "./json.ts";

const value = testEvaluation(4);

test("CSV: one row a cell, with figures in full precision or the reason for there being none", () => {
  const lines = reportCsv(value.report).trim().split("\r\n");
  expect(lines).toHaveLength(1 + value.report.judges.length * value.report.metrics.length);
  const cell = value.report.cells.bt?.["pairs/accuracy"];
  if (!cell || "missing" in cell) throw new Error("The fixture has this figure.");
  expect(lines[1]).toBe(
    `test pairs,bt,BT,model,pairs/accuracy,${cell.estimate.value},${cell.estimate.low},${cell.estimate.high},4,`,
  );
  expect(lines.find((line) => line.includes("longer,Longer wins,baseline,pairs/margin"))).toContain(
    ",,,,Lengths have no margin.",
  );
});

test("JSON: the report and its records, rewards as plain numbers from the end of the prompt on", () => {
  const request = { kind: "evaluate" } as RequestOf<"evaluate">;
  const document = JSON.parse(evaluationJson({ request, models: testModels, value }));
  expect(document.format).toBe("icrm-playground/evaluation");
  expect(document.cells).toEqual(JSON.parse(JSON.stringify(value.report.cells)));
  const [first] = document.trajectories;
  expect(first.rewards.bt).toHaveLength(first.responseIds.length + 1);
  expect(first.rewards.bt[0]).toBe(0);
});

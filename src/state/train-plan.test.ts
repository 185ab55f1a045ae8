import { expect, test } from "vitest";
import { trainingPlanOf } from "./train-plan.ts";
import { DEFAULT_SETTINGS } from "./train-settings.ts";

test("a plan says which runs go on", () => {
  const { runs } = trainingPlanOf(DEFAULT_SETTINGS, { grm: "stored" });
  expect(runs.map(({ id, resume }) => [id, resume])).toEqual([
    ["bt", null],
    ["grm", "stored"],
    ["icrm", null],
  ]);
});

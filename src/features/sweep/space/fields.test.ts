import { expect, test } from "vitest";
import { checkPlan } from "../../../engine/sweep/plan.ts";
import { REWARD_MODEL_DEFAULTS } from "../../../engine/training/reward-model-config.ts";
import { firstVariation, SWEPT_FIELDS } from "./fields.ts";

test("any field of the form can vary as it is offered", () => {
  for (const { field } of SWEPT_FIELDS) {
    const vary = { [field]: firstVariation(field, REWARD_MODEL_DEFAULTS) };
    expect(() => checkPlan({ vary, trials: 2 }, field), field).not.toThrow();
  }
});

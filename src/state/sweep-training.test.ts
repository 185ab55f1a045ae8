import { expect, test } from "vitest";
import { checkPlan } from "../engine/sweep/plan.ts";
import { trainingOf } from "./sweep-training.ts";
import { DEFAULT_SETTINGS, variantConfig } from "./train-settings.ts";

const plan = checkPlan(
  { base: { steps: 60 }, vary: { rho: { range: [0, 1] } }, trials: 2, seeds: [3], pairs: 64 },
  "test",
);

test.each([
  [{ rho: 0.25, learningRate: 3e-3 }, "icrm"],
  [{ method: "bt" }, "bt"],
  [{ method: "icrm", edgeWeight: "shuffled", rho: 0.5 }, "shuffled"],
  [{ method: "icrm", edgeScore: "product" }, "product"],
  [{ method: "icrm", edgeScore: "difference", edgeWeight: "uniform" }, "difference-uniform"],
  [{ method: "prm_icrm", rho: 0.25 }, "prm_icrm"],
] as const)("%j opens as %s, and trains what was swept", (values, variant) => {
  const settings = trainingOf(plan, values, DEFAULT_SETTINGS);
  expect(settings).toMatchObject({ variants: [variant], pairs: 64 });
  expect(variantConfig(variant, settings.config)).toEqual({ ...plan.base, ...values, seed: 3 });
});

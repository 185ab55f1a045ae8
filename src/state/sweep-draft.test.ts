import { expect, test } from "vitest";
import { planned } from "../engine/sweep/plan.ts";
import type { Variations } from "../engine/sweep/space.ts";
import { DEFAULT_SPACE, sweepPlanOf } from "./sweep-draft.ts";
import { DEFAULT_SETTINGS } from "./train-settings.ts";

test("a draft is a plan around its own settings", () => {
  const settings = { ...DEFAULT_SETTINGS, config: { ...DEFAULT_SETTINGS.config, seed: 4, steps: 60 } };
  const plan = sweepPlanOf({ ...DEFAULT_SPACE, settings, metric: "heldout/loss", stopping: true });
  expect(plan).toMatchObject({
    base: { method: "icrm", steps: 60 },
    seeds: [4, 5],
    objective: { metric: "heldout/loss", goal: "minimise" },
    stopping: { after: 8 },
    pairs: settings.pairs,
  });
  expect(planned(plan)).toHaveLength(12);
});

test("where methods vary, what belongs to consistency varies under it alone", () => {
  const vary: Variations = { ...DEFAULT_SPACE.vary, method: { choices: ["bt", "icrm"] } };
  const drawn = planned(sweepPlanOf({ ...DEFAULT_SPACE, vary }));
  for (const values of drawn) expect("rho" in values).toBe(values.method === "icrm");
  expect(new Set(drawn.map(({ method }) => method)).size).toBe(2);
});

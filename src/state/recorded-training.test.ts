import { expect, test } from "vitest";
import type { RunRecord } from "../storage/records.ts";
import { recordedMetrics } from "./recorded-training.ts";

test("a recorded run has the metrics of every step, and where it was measured those of the held-out pairs", () => {
  const measured = { step: 2, accuracy: 0.75, margin: 1, chosen: [], rejected: [] };
  const curves = { from: 0, steps: [1, 2], values: { loss: [0.5, 0.25], "rewards/chosen": [0, 1] } };
  const update = { step: 2, curves, evaluations: [measured] };
  expect(recordedMetrics({ id: "bt", record: {} as RunRecord, update })).toEqual([
    { step: 1, loss: 0.5, "rewards/chosen": 0 },
    { step: 2, loss: 0.25, "rewards/chosen": 1, "heldout/accuracy": 0.75, "heldout/margin": 1 },
  ]);
});

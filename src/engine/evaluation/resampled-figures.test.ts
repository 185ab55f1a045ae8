import { expect, test } from "vitest";
import { scoredPairs } from "../../testing/evaluation.ts";
import { NOTHING_LEFT_OUT } from "../data/left-out.ts";
import { overClusters } from "../statistics/bootstrap.ts";
import { differenceOverSeeds } from "../statistics/over-seeds.ts";
import { SHARE, SIGNED } from "../statistics/range.ts";
import { evaluate } from "./evaluate.ts";
import { resampledFigures } from "./resampled-figures.ts";

const SETTINGS = { resamples: 60, seed: 3 };
const { rewards: right, ...records } = scoredPairs(Array.from({ length: 12 }, (_, i) => [i % 3, 1] as const));
const models = [
  { id: "one", name: "One", rewards: right, validation: null },
  { id: "other", name: "Other", rewards: right.toReversed(), validation: null },
];
const input = { format: "trl-explicit", records, validation: null, models } as const;

test("are the figures of the evaluation, for the judges and metrics that are wanted", async () => {
  const metrics = ["pairs/accuracy", "process/f1"];
  const found = resampledFigures(input, { judges: ["one", "baseline:longer"], metrics }, SETTINGS);
  const file = { name: "pairs", hash: "", warnings: [], leftOut: NOTHING_LEFT_OUT };
  const { report } = await evaluate({ ...input, ...file }, { bootstrap: SETTINGS });
  expect(found.map(({ judge }) => judge.id)).toEqual(["one", "baseline:longer"]);
  for (const { judge, figures } of found) {
    expect(Object.keys(figures)).toEqual(metrics);
    const accuracy = figures["pairs/accuracy"];
    expect(report.cells[judge.id]?.["pairs/accuracy"]).toMatchObject({
      estimate: accuracy && overClusters(accuracy, SHARE),
    });
    // The records have no steps.
    expect(figures["process/f1"]).toBeNull();
  }
});

test("resamples are of the same problems for every model: a model does not differ from itself anywhere", () => {
  const figures = resampledFigures(input, { judges: ["one", "other"], metrics: ["pairs/accuracy"] }, SETTINGS);
  const [one, other] = figures.map((each) => each.figures["pairs/accuracy"]);
  if (!one || !other) throw new Error("not measured");
  expect(resampledFigures(input, { judges: ["one"], metrics: ["pairs/accuracy"] }, SETTINGS)[0]?.figures).toEqual({
    "pairs/accuracy": one,
  });
  expect(differenceOverSeeds([one], [one], SIGNED)).toMatchObject({ value: 0, p: 1 });
  expect(differenceOverSeeds([one], [other], SIGNED).value).toBeCloseTo(one.value - other.value, 12);
});

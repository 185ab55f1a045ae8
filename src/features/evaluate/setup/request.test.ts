import { expect, test } from "vitest";
import { listedClassPolicy } from "../../../state/class-policy.ts";
import { testDataSet } from "../../../testing/data-sets.ts";
import { type EvaluationFiles, evaluationRequest } from "./request.ts";

const named = (name: string) => ({ name, file: name });
const files: EvaluationFiles = {
  test: named("test"),
  validation: named("validation"),
  ownData: named("mine"),
  ownValidation: null,
  training: named("training"),
};
const models = { embedded: ["bt"], stored: [] };
const choices = { models, sets: [], policies: [listedClassPolicy] };
const view = { data: "test", validation: "validation", generator: "" } as const;

test("takes the files that the view names", () => {
  expect(evaluationRequest({ ...view, data: "file" }, files, choices)).toEqual({
    kind: "evaluate",
    models,
    generator: null,
    data: named("mine"),
    validation: named("validation"),
    training: [named("training")],
    values: [],
  });
  expect(evaluationRequest({ ...view, validation: "none" }, files, choices).validation).toBeNull();
});

test("thresholds never come from what they are reported for", () => {
  expect(evaluationRequest({ ...view, data: "validation" }, files, choices).validation).toBeNull();
});

test("a data set of this browser is named by its id; one that is gone is not evaluated", () => {
  const sets = [testDataSet({ id: "a", name: "mine" })];
  const kept = evaluationRequest({ ...view, data: "kept:a", validation: "kept:a" }, files, { ...choices, sets });
  expect(kept).toMatchObject({ data: { name: "mine", file: { kept: "a" } }, validation: null });
  expect(
    evaluationRequest({ ...view, data: "kept:b", validation: "kept:a" }, files, { ...choices, sets }),
  ).toMatchObject({
    data: named("test"),
    validation: { name: "mine" },
  });
});

test("edges are weighed by the policy that the view names, or by that of the playground where it is gone", () => {
  expect(evaluationRequest({ ...view, generator: "class" }, files, choices).generator).toMatchObject({ id: "class" });
  expect(evaluationRequest({ ...view, generator: "gone" }, files, choices).generator).toBeNull();
});

import { expect, test } from "vitest";
import { testDataSet } from "../../../testing/data-sets.ts";
import { type EvaluationFiles, requestOf } from "./request.ts";

const named = (name: string) => ({ name, file: name });
const files: EvaluationFiles = {
  test: named("test"),
  validation: named("validation"),
  ownData: named("mine"),
  ownValidation: null,
  training: named("training"),
};
const models = { embedded: ["bt"], stored: [] };

test("takes the files that the view names", () => {
  expect(requestOf({ data: "file", validation: "validation" }, files, [], models)).toEqual({
    kind: "evaluate",
    models,
    data: named("mine"),
    validation: named("validation"),
    training: [named("training")],
    values: [],
  });
  expect(requestOf({ data: "test", validation: "none" }, files, [], models).validation).toBeNull();
});

test("thresholds never come from what they are reported for", () => {
  expect(requestOf({ data: "validation", validation: "validation" }, files, [], models).validation).toBeNull();
});

test("a data set of this browser is named by its id; one that is gone is not evaluated", () => {
  const sets = [testDataSet({ id: "a", name: "mine" })];
  const kept = requestOf({ data: "kept:a", validation: "kept:a" }, files, sets, models);
  expect(kept).toMatchObject({ data: { name: "mine", file: { kept: "a" } }, validation: null });
  expect(requestOf({ data: "kept:b", validation: "kept:a" }, files, sets, models)).toMatchObject({
    data: named("test"),
    validation: { name: "mine" },
  });
});

import { describe, expect, test } from "vitest";
import { type AfterError, stepLabels, tokenLabels } from "./step-labels.ts";

const labelsOf = (rights: (boolean | null)[], afterError: AfterError) =>
  stepLabels(
    rights.map((right, end) => ({ end, right })),
    afterError,
  );

describe("a step is right while all before it are", () => {
  test.each([
    { rights: [true, true], wrong: [true, true], omitted: [true, true] },
    // Math-Shepherd labels every step by itself, whatever came before.
    { rights: [true, false, true], wrong: [true, false, false], omitted: [true, false, null] },
    // ProcessBench labels no step after the first error.
    { rights: [true, false, null], wrong: [true, false, false], omitted: [true, false, null] },
    { rights: [null, true], wrong: [null, null], omitted: [null, null] },
    { rights: [true, null, false, null], wrong: [true, null, false, false], omitted: [true, null, false, null] },
  ])("$rights", ({ rights, wrong, omitted }) => {
    expect(labelsOf(rights, "wrong")).toEqual(wrong);
    expect(labelsOf(rights, "omitted")).toEqual(omitted);
  });
});

describe("tokens have the label of their step", () => {
  // Two prompt tokens; three steps of two, one and two tokens; the end token.
  const response = (rights: (boolean | null)[]) => ({
    ids: [1, 5, 11, 12, 21, 31, 32, 2],
    responseStart: 2,
    q: null,
    steps: [1, 2, 4].map((end, i) => ({ end, right: rights[i] ?? null })),
  });

  test("the end token belongs to the last step, and is an end of it", () => {
    expect(tokenLabels(response([true, true, false]), "wrong")).toEqual({
      signs: [0, 0, 1, 1, 1, -1, -1, -1],
      ends: [0, 0, 0, 1, 1, 0, 1, 1],
    });
  });

  test("a step without a label has none", () => {
    expect(tokenLabels(response([true, false, true]), "omitted")).toEqual({
      signs: [0, 0, 1, 1, -1, 0, 0, 0],
      ends: [0, 0, 0, 1, 1, 0, 0, 0],
    });
    expect(tokenLabels(response([true, null, null]), "wrong")).toEqual({
      signs: [0, 0, 1, 1, 0, 0, 0, 0],
      ends: [0, 0, 0, 1, 0, 0, 0, 0],
    });
  });

  test("a response nobody has labelled is refused", () => {
    expect(() => tokenLabels({ ids: [1, 5, 2], responseStart: 1, q: null }, "wrong")).toThrow(/labelled the steps/);
  });
});

import { expect, test } from "vitest";
import { mistakeText, shownMistake } from "./mistake.ts";

const judged = { answer: 9, correct: false, firstWrongStep: 1, misconception: "plus", steps: [] } as const;
const textOf = (change: object) => {
  const mistake = shownMistake({ ...judged, steps: [], ...change });
  return mistake && mistakeText(mistake);
};

test("a mistake has the name of its misconception and what a student does who holds it, or none that is known", () => {
  expect(shownMistake({ ...judged, steps: [] })?.step).toBe(1);
  expect(textOf({})).toBe("adds groups: adds where groups have to be multiplied");
  expect(textOf({ misconception: null })).toBe("no misconception that is known");
});

test("what is right, or nobody knows to be wrong, has none", () => {
  expect(textOf({ correct: true, firstWrongStep: -1, misconception: null })).toBeNull();
  expect(textOf({ correct: null, misconception: null })).toBeNull();
});

import { expect, test } from "vitest";
import { dataIdsOf, embeddedPairs, furtherPairs, furtherPairsOf } from "./embedded-pairs.ts";

test("pairs of the playground are found by the id that names them, and by no other word", () => {
  for (const [id, pairs] of Object.entries(furtherPairs)) {
    expect(furtherPairsOf(id)).toBe(pairs);
    expect(dataIdsOf(pairs)).toEqual({ data: id, heldOutData: null });
  }
  for (const id of ["", "toString", "__proto__", "constructor"]) expect(furtherPairsOf(id)).toBeNull();
});

test("an address need not name the default pairs; of data sets of this browser it names both", () => {
  expect(dataIdsOf(embeddedPairs)).toEqual({ data: null, heldOutData: null });
  expect(dataIdsOf({ train: { kept: "a" }, heldOut: { kept: "b" } })).toEqual({ data: "a", heldOutData: "b" });
});

import { expect, test } from "vitest";
import { namedParts } from "./LitNames.tsx";

test("names are found as words of their own, the longest first, whatever characters they have", () => {
  expect(namedParts("BT 97 %, ICRM .16", ["BT", "ICRM"])).toEqual(["", "BT", " 97 %, ", "ICRM", " .16"]);
  expect(namedParts("看 BT，不是SBT", ["BT"])).toEqual(["看 ", "BT", "，不是SBT"]);
  expect(namedParts("BT (2) beside BT", ["BT", "BT (2)"])).toEqual(["", "BT (2)", " beside ", "BT", ""]);
  expect(namedParts("nothing", [])).toEqual(["nothing"]);
});

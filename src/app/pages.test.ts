import { expect, test } from "vitest";
import { titleOf } from "./pages.ts";

test("the document's title names page and lesson, however their address is written", () => {
  expect(titleOf("/explore")).toBe("Explore · ICRM Playground");
  expect(titleOf("/Explore/")).toBe("Explore · ICRM Playground");
  expect(titleOf("/learn/value")).toBe("The value of half an answer · Learn · ICRM Playground");
  expect(titleOf("/learn/teachers")).toBe("For teachers · Learn · ICRM Playground");
  expect(titleOf("/learn/no-such-lesson")).toBe("Learn · ICRM Playground");
  expect(titleOf("/no-such-page")).toBe("Page not found · ICRM Playground");
});

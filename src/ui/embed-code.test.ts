import { expect, test } from "vitest";
import { embedCode } from "./embed-code.ts";

test("the code of a figure opens its page in a frame with the figure alone, and no text of the address leaves its place", () => {
  const code = embedCode("trajectory", 'https://host.test/path/?present&lang=en#/explore?seed=3&prompt="<b>');
  expect(code).toContain('src="https://host.test/path/?embed=trajectory#/explore?seed=3&amp;prompt=%22');
  expect(code).not.toContain("<b>");
  expect(code).toContain("icrm-playground/height");
});

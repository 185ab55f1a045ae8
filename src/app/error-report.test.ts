import { expect, test } from "vitest";
import { PlaygroundError } from "../engine/errors.ts";
import { pageReportOf } from "./error-report.ts";

test("a report keeps what the error says and adds what it does not", () => {
  const error = new PlaygroundError({ what: "A tensor is missing.", where: "model.safetensors" });
  expect(pageReportOf(error, "#/explore")).toEqual({
    what: "A tensor is missing.",
    where: "model.safetensors",
    fix: "Try again, or reload the page.",
  });
});

test.each([
  "Failed to fetch dynamically imported module: http://localhost/assets/page.js",
  "error loading dynamically imported module: http://localhost/assets/page.js",
  "Importing a module script failed.",
])("a part that is no longer served: %s", (message) => {
  expect(pageReportOf(new TypeError(message), "#/explore")).toMatchObject({ found: message, where: "#/explore" });
});

test("anything thrown gets a report", () => {
  expect(pageReportOf("out of luck", "#/explore")).toMatchObject({ what: "out of luck", where: "#/explore" });
});

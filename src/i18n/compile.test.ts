import { compileMessage } from "@lingui/message-utils/compileMessage";
import { expect, test } from "vitest";
import { compile } from "./compile.ts";

test.each([
  "nothing to fill in",
  "{done} of {of}",
  "Removed {n, plural, one {# run} other {# runs}}, kept {rest}",
  "{n, plural, =0 {none} one {one of {all}} other {# of {all}}}",
  "Write '{'x'}' or '{}', it doesn't matter",
])("%s is compiled as Lingui does", (message) => {
  expect(compile(message)).toEqual(compileMessage(message));
});

test("a text that cannot be meant is refused", () => {
  expect(() => compile("{done} of of}")).toThrow();
  expect(() => compile("{n, plural, one }")).toThrow();
});

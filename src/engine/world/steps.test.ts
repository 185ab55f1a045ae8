import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSteps, readStatement } from "./steps.ts";

test("segments tile a response, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "1", ";", "\n", " ", "=") }), (text) => {
      const segments = parseSteps(text);
      if (text.trim() === "") expect(segments).toEqual([]);
      if (segments.length === 0) return;
      expect(segments[0]?.start).toBe(0);
      expect(segments.at(-1)?.end).toBe(text.length);
      segments.slice(1).forEach((segment, i) => {
        expect(segment.start).toBe(segments[i]?.end);
      });
    }),
  );
});

test.each([
  ["(a) 4 * 5 = 20", { kind: "equation", label: "(a)", left: 4, op: "*", right: 5, result: 20 }],
  ["so (b)4*5=20", { kind: "equation", label: "(b)", left: 4, op: "*", right: 5, result: 20 }],
  ["4 - 5 = 1", { kind: "equation", label: null, left: 4, op: "-", right: 5, result: 1 }],
  ["sure answer 7", { kind: "answer", value: 7 }],
  ["answer 7.", { kind: "answer", value: 7 }],
  ["answer seven", { kind: "malformed" }],
  ["surely answer 7", { kind: "malformed" }],
  ["(a) (b) 4 * 5 = 20", { kind: "malformed" }],
  ["4 * 5 = ", { kind: "malformed" }],
])("reads %s", (text, statement) => {
  expect(readStatement(text)).toEqual(statement);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { PlaygroundError } from "../engine/errors.ts";
import { decodeBranches, encodeBranches, isOfFormerWorld, type LinkedBranch, linkedResponses } from "./link.ts";
import { decodeVarints, encodeVarints } from "./varint.ts";

const settings = { temperature: 0.75, topK: 40, topP: 0.95, seed: 4294967295, maxTokens: 96 };

test("varints survive the way through a link", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 32 })), (values) => {
      const text = encodeVarints(values);
      expect(text).toMatch(/^[\w-]*$/);
      expect(decodeVarints(text)).toEqual(values);
    }),
  );
});

test("branches survive the way through a link, children without their parent's tokens", () => {
  const original: LinkedBranch = { parent: null, branchAt: 0, settings, finish: "eos", tokens: [300, 2, 3, 4] };
  const child: LinkedBranch = { parent: 0, branchAt: 2, settings, finish: "length", tokens: [300, 2, 9] };
  const grandchild: LinkedBranch = { parent: 1, branchAt: 3, settings, finish: "cancelled", tokens: [300, 2, 9] };
  const other: LinkedBranch = { parent: null, branchAt: 0, settings, finish: "eos", tokens: [] };
  const orphan: LinkedBranch = { parent: "removed", branchAt: 0, settings, finish: "eos", tokens: [7, 2] };
  const branches = [original, child, grandchild, other, orphan];
  expect(decodeBranches(encodeBranches(branches))).toEqual(branches);
  expect(encodeBranches([])).toBe("");
  expect(decodeBranches("")).toEqual([]);
});

test.each([
  ["not base64url", "a+b"],
  ["cut short", "AAA"],
  ["parent that does not exist", encodeVarints([5, 0, 0, 100, 0, 1000, 7, 96, 1, 2])],
  ["unknown finish", encodeVarints([0, 0, 9, 100, 0, 1000, 7, 96, 1, 2])],
])("a broken link is named: %s", (_, text) => {
  expect(() => decodeBranches(text)).toThrow(PlaygroundError);
});

test("given responses become trajectories that stand side by side", () => {
  const { prompt, t, active } = linkedResponses("Mia has 3 apples.", [[5, 6, 7], [5]], 1);
  expect([prompt, active]).toEqual(["Mia has 3 apples.", 1]);
  expect(decodeBranches(t)).toMatchObject([
    { parent: null, tokens: [5, 6, 7], settings: { temperature: 1, topK: 0, topP: 1, maxTokens: 3 } },
    { parent: null, tokens: [5] },
  ]);
});

test("a link of the former world is told by what it lacks; one of a policy that was brought in is of no world", () => {
  const t = encodeBranches([{ parent: null, branchAt: 0, settings, finish: "eos", tokens: [5, 6] }]);
  const former = t.slice(t.indexOf(".") + 1);
  expect(decodeBranches(former)).toEqual(decodeBranches(t));
  expect(isOfFormerWorld(t, undefined)).toBe(false);
  expect(isOfFormerWorld("", undefined)).toBe(false);
  expect(isOfFormerWorld(former, undefined)).toBe(true);
  expect(isOfFormerWorld(former, "a tuned one")).toBe(true);
  expect(isOfFormerWorld(former, "model:a")).toBe(false);
});

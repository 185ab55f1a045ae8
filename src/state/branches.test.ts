import { expect, test } from "vitest";
import type { Trajectory } from "../worker/records.ts";
import { type Branch, branchLetter, inheritPrefix, sharedLength, withBranchBack, withoutBranch } from "./branches.ts";

const ids = (...values: number[]) => values.map((id) => ({ id }));
const trajectory = (...values: number[]) =>
  ({
    tokens: values.map((id) => ({ id, text: String(id), q: 0.5, p: 0.5, top: [] })),
    rewards: { bt: [0, ...values.map((id) => id / 10)] },
  }) as unknown as Trajectory;

test("responses share the tokens before the first differing one", () => {
  expect(sharedLength(ids(1, 2, 3), ids(1, 5, 3))).toBe(1);
  expect(sharedLength(ids(1, 2), ids(1, 2, 3))).toBe(2);
  expect(sharedLength(ids(1, 2), ids(1, 2))).toBe(2);
  expect(sharedLength(ids(), ids(4))).toBe(0);
});

test("children of a removed branch hang on its parent, at the earlier of the two forks", () => {
  const branch = (id: number, parent: Branch["parent"], branchAt: number): Branch => ({
    id,
    parent,
    branchAt,
    trajectory: trajectory(),
  });
  const tree = [branch(1, null, 0), branch(2, 1, 4), branch(3, 2, 9), branch(4, 2, 2)];
  expect(withoutBranch(tree, 2).map(({ id, parent, branchAt }) => [id, parent, branchAt])).toEqual([
    [1, null, 0],
    [3, 1, 4],
    [4, 1, 2],
  ]);
  const orphans = withoutBranch(tree, 1);
  expect(orphans[0]).toMatchObject({ id: 2, parent: "removed", branchAt: 4 });
  expect(withoutBranch(orphans, 2)[0]).toMatchObject({ id: 3, parent: "removed", branchAt: 4 });
  expect(withoutBranch(tree, 99)).toEqual(tree);
});

test("a removed branch comes back under its place, with its children and what was computed since", () => {
  const branch = (id: number, parent: Branch["parent"], ...tokens: number[]): Branch => ({
    ...{ id, parent, branchAt: 1 },
    trajectory: trajectory(...tokens),
  });
  const before = [branch(1, null, 5), branch(2, 1, 6)];
  const scored = { ...branch(2, "removed", 6), trajectory: trajectory(8) };
  const restored = withBranchBack([scored, branch(3, 2, 7)], before, 1);
  expect(restored.map(({ id, parent, trajectory: { tokens } }) => [id, parent, tokens[0]?.id])).toEqual([
    [1, null, 5],
    [2, 1, 8],
    [3, 2, 7],
  ]);
});

test("a branch takes its shared tokens and rewards from the parent's record", () => {
  const parent = trajectory(1, 2, 3);
  const own = trajectory(1, 2, 7);
  own.rewards.bt = [0.01, 0.11, 0.21, 0.7];
  const merged = inheritPrefix(parent, 2, own);
  expect(merged.tokens[0]).toBe(parent.tokens[0]);
  expect(merged.tokens.map((token) => token.id)).toEqual([1, 2, 7]);
  expect(merged.rewards.bt).toEqual([0, 0.1, 0.2, 0.7]);
});

test("letters go on after Z", () => {
  expect([0, 1, 25, 26, 27].map(branchLetter)).toEqual(["A", "B", "Z", "AA", "AB"]);
});

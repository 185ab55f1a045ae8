import { expect, test } from "vitest";
import { wordProblems } from "../../engine/world/index.ts";
import { completion } from "./completion.ts";

const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 3 });
if (!problem) throw new Error("the world has no problem");
const whole = problem.prompt;
const added = (typed: string) => completion(typed, whole)?.flatMap((piece) => (piece.added ? [piece.text] : []));

test("title and labels that were left out are told from what was typed", () => {
  const bare = whole.replace(/^\w+: /, "").replace(/\([a-z]\) /g, "");
  expect(wordProblems.solve(bare)?.prompt).toBe(whole);
  expect(added(bare)).toEqual([`${problem.story}: `, ...(whole.match(/\([a-z]\) /g) ?? [])]);
  expect(added(whole.replace(/^\w+: /, ""))).toEqual([`${problem.story}: `]);
  expect(
    completion(bare, whole)
      ?.map(({ text }) => text)
      .join(""),
  ).toBe(whole);
});

test("nothing is told where nothing was added", () => {
  expect(completion(`  ${whole.replaceAll(" ", "  ")}`, whole)).toBeNull();
});

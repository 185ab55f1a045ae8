import { describe, expect, it } from "vitest";
import { countTokens } from "./problem.ts";
import { problems, splitOf } from "./problems.ts";
import { difficulties } from "./settings.ts";
import { defaultTemplates } from "./templates.ts";
import type { Problem, Split } from "./world.ts";

const splits: Split[] = ["train", "validation", "test"];
const prompts = (list: Problem[]) => list.map(({ prompt }) => prompt);

/** The answer worked out anew, or NaN where an operand is neither in the prompt nor the result it is said to be. */
function recompute({ prompt, steps }: Problem): number {
  const mentioned = new Set(prompt.match(/\d+/g)?.map(Number));
  const results: number[] = [];
  for (const { left, op, right, result, uses } of steps) {
    for (const [side, operand] of [left, right].entries()) {
      const use = uses[side] ?? null;
      if (use === null ? !mentioned.has(operand) : results[use] !== operand) return Number.NaN;
    }
    const value = { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[op];
    if (result !== value || !Number.isInteger(value)) return Number.NaN;
    results.push(value);
  }
  return results.at(-1) ?? Number.NaN;
}

describe("problems", () => {
  const settings = difficulties.medium;
  const train = problems({ split: "train", n: 1000, seed: 0, settings });

  it("are the same for the same request and a prefix of a longer one", () => {
    expect(problems({ split: "train", n: 50, seed: 0, settings })).toEqual(train.slice(0, 50));
    expect(prompts(problems({ split: "train", n: 50, seed: 1, settings }))).not.toEqual(prompts(train.slice(0, 50)));
  });

  it("are distinct, and no split shares one with another, whatever the seed", () => {
    const bySplit = splits.map((split) => [0, 1, 2].flatMap((seed) => prompts(problems({ split, n: 100, seed }))));
    for (const [i, a] of bySplit.entries()) {
      for (const b of bySplit.slice(i + 1)) expect(a.filter((prompt) => b.includes(prompt))).toEqual([]);
    }
    expect(new Set(prompts(train)).size).toBe(1000);
    expect(new Set(train.map(({ id }) => id)).size).toBe(1000);
    expect(train.every(({ prompt }) => splitOf(prompt) === "train")).toBe(true);
  });

  it("have the answer their steps lead to", () => {
    const wrong = train.filter((problem) => recompute(problem) !== problem.answer);
    expect(wrong).toEqual([]);
    const misspelt = train.filter(({ steps, solution, answer }) => {
      const lines = steps.map(({ left, op, right, result }) => `${left} ${op} ${right} = ${result}; `);
      return solution !== `${lines.join("")}answer ${answer}`;
    });
    expect(misspelt).toEqual([]);
  });

  it("keep to the settings of every difficulty", () => {
    const { easy, medium, hard } = difficulties;
    for (const [list, settings] of [
      [problems({ split: "test", n: 200, seed: 3 }), easy],
      [train, medium],
      [problems({ split: "test", n: 100, seed: 3, settings: hard }), hard],
    ] as const) {
      const outside = list.filter(({ prompt, solution, steps, template }) => {
        const tokens = countTokens(prompt) + countTokens(solution) + 2;
        return !(
          steps.length >= settings.minSteps &&
          steps.length <= settings.maxSteps &&
          countTokens(prompt) <= settings.maxPromptTokens &&
          tokens <= settings.maxTokens &&
          settings.templates.includes(template) &&
          steps.every(({ result }) => result >= 1 && result <= settings.maxResult)
        );
      });
      expect(outside).toEqual([]);
      expect(Math.max(...list.map(({ steps }) => steps.length))).toBe(settings.maxSteps);
    }
    const seen = new Set(prompts(train).flatMap((prompt) => prompt.split(" ")));
    expect(seen).not.toContain("zoo");
  });

  it("tell every default story with every operation and every number of steps", () => {
    expect(new Set(train.map(({ template }) => template))).toEqual(new Set(defaultTemplates.map(({ name }) => name)));
    const share = (match: (problem: Problem) => boolean) => train.filter(match).length / train.length;
    for (const op of ["+", "-", "*", "/"]) {
      expect(share(({ steps }) => steps.some((step) => step.op === op))).toBeGreaterThan(0.15);
    }
    for (const n of [2, 3, 4, 5]) expect(share(({ steps }) => steps.length === n)).toBeGreaterThan(0.15);
  });

  it("say so where the settings are too narrow or name no story", () => {
    const tiny = {
      ...difficulties.medium,
      maxSteps: 2,
      distractors: 0,
      maxStart: 3,
      maxAddend: 2,
      maxFactor: 2,
      maxGroup: 2,
      templates: ["bus"],
    };
    expect(() => problems({ split: "test", n: 5000, seed: 0, settings: tiny })).toThrow(/only \d+ distinct test/);
    const unknown = { ...difficulties.medium, templates: ["castle"] };
    expect(() => problems({ split: "test", n: 1, seed: 0, settings: unknown })).toThrow(/"castle".*collection, money/);
  });
});

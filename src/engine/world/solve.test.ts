import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problems } from "./problems.ts";
import { difficulties, type WorldSettings } from "./settings.ts";
import { solve } from "./solve.ts";

/** Prompts worked out by hand: what the sentences of each story mean. */
const worked: [prompt: string, solution: string][] = [
  [
    "Mia has 14 apples. She buys 3 bags of 6 apples. She gives 5 apples to Tom. How many apples does Mia have now?",
    "3 * 6 = 18; 14 + 18 = 32; 32 - 5 = 27; answer 27",
  ],
  [
    "Ben has 20 coins. Eva has 12 pens. He gives 3 coins to each of 4 friends. He makes 2 equal piles and keeps one pile. How many coins does Ben have in the end?",
    "4 * 3 = 12; 20 - 12 = 8; 8 / 2 = 4; answer 4",
  ],
  [
    "Ana finds 9 shells. Leo has 2 fewer shells than Ana. How many shells do they have together?",
    "9 - 2 = 7; 9 + 7 = 16; answer 16",
  ],
  [
    "Zoe has 7 pens and finds 3 more. Sam has 3 times as many pens as Zoe. How many pens do they have together?",
    "7 + 3 = 10; 10 * 3 = 30; 10 + 30 = 40; answer 40",
  ],
  [
    "Max earns 8 dollars a day for 6 days. He buys 2 kites for 9 dollars each. A bike costs 50 dollars. How many dollars does Max still need?",
    "6 * 8 = 48; 2 * 9 = 18; 48 - 18 = 30; 50 - 30 = 20; answer 20",
  ],
  [
    "A bus leaves with 10 adults and 5 children. Then 2 families of 4 people get off. Each person pays 3 dollars. How many dollars do they pay?",
    "10 + 5 = 15; 2 * 4 = 8; 15 - 8 = 7; 7 * 3 = 21; answer 21",
  ],
  [
    "There are 30 trees in a garden. A storm breaks 6 trees. The trees stand in 4 equal rows. How many trees are in each row?",
    "30 - 6 = 24; 24 / 4 = 6; answer 6",
  ],
  [
    "A baker makes 4 trays of 9 cakes. She burns 6 cakes. She packs them in boxes of 5. How many boxes does she fill?",
    "4 * 9 = 36; 36 - 6 = 30; 30 / 5 = 6; answer 6",
  ],
  [
    "A library has 40 books. Then 3 children borrow 2 books each. There is room for 60 books. How many more books fit?",
    "3 * 2 = 6; 40 - 6 = 34; 60 - 34 = 26; answer 26",
  ],
  [
    "Lily reads 12 pages a day for 3 days. On Sunday she reads 8 pages. The book has 60 pages. How many pages are left?",
    "3 * 12 = 36; 36 + 8 = 44; 60 - 44 = 16; answer 16",
  ],
  [
    "Tom has 6 eggs. Ruth has 3 times as many. They put the rest equally in 4 bags. How many eggs are in each?",
    "6 * 3 = 18; 6 + 18 = 24; 24 / 4 = 6; answer 6",
  ],
  [
    "Sam has 6 beads. Mia has 5 more than Sam. They lose 2 of them. How many beads do they have left?",
    "6 + 5 = 11; 6 + 11 = 17; 17 - 2 = 15; answer 15",
  ],
  [
    "A machine makes 9 lamps an hour and runs for 4 hours. Of these 6 are broken. Each needs 2 screws. How many screws is that?",
    "4 * 9 = 36; 36 - 6 = 30; 30 * 2 = 60; answer 60",
  ],
  [
    "Omar fills a tank with 5 buckets of 8 liters. Then 4 cows drink 6 liters each. How many liters are in the tank now?",
    "5 * 8 = 40; 4 * 6 = 24; 40 - 24 = 16; answer 16",
  ],
  [
    "Eva starts a game with 9 points. She misses 2 targets and loses 3 points each time. Then the points are multiplied by 4. How many points does Eva have?",
    "2 * 3 = 6; 9 - 6 = 3; 3 * 4 = 12; answer 12",
  ],
  [
    "A zoo has 3 cages with 8 birds each. One night 4 birds fly away. The birds live equally in 5 cages. How many birds are in each cage?",
    "3 * 8 = 24; 24 - 4 = 20; 20 / 5 = 4; answer 4",
  ],
];

describe("solve", () => {
  it.each(worked)("works out: %s", (prompt, solution) => {
    expect(solve(prompt)?.solution).toBe(solution);
  });

  it("gives back every generated problem", () => {
    const { medium, hard } = difficulties;
    const settings = fc.constantFrom<WorldSettings[]>(
      difficulties.easy,
      { ...medium, distractors: 0.5 },
      { ...hard, minSteps: 2, templates: [...medium.templates, ...hard.templates] },
    );
    fc.assert(
      fc.property(fc.integer(), settings, (seed, wide) => {
        for (const problem of problems({ split: "train", n: 10, seed, settings: wide })) {
          expect(solve(problem.prompt)).toEqual(problem);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("does not mind spacing", () => {
    const [prompt] = worked[0] as [string, string];
    expect(solve(`  ${prompt.replaceAll(" ", "\n ").replaceAll(".", " .")} `)).toEqual(solve(prompt));
  });

  it.each([
    ["not a story", "What is the capital of France?"],
    ["nothing", ""],
    ["no question", "Mia has 14 apples. She buys 3 more."],
    ["the wrong pronoun", "Mia has 14 apples. He buys 3 more. How many apples does Mia have now?"],
    ["another noun in the question", "Mia has 14 apples. She buys 3 more. How many coins does Mia have now?"],
    ["one person in two roles", "Mia has 14 apples. She gives 3 apples to Mia. How many apples does Mia have now?"],
    ["a fraction", "Mia has 14 apples. She shares them equally among 4 friends. How many apples does each friend get?"],
    ["less than nothing", "Mia has 14 apples. She loses 15 of them. How many apples does Mia have now?"],
    [
      "a division by zero",
      "Mia has 9 apples. She shares them equally among 0 friends. How many apples does each friend get?",
    ],
    ["nothing to work out", "Mia has 14 apples. How many apples does Mia have now?"],
    ["words after the end", "Mia has 14 apples. She buys 3 more. How many apples does Mia have now? Thanks."],
  ])("is null for %s", (_, prompt) => {
    expect(solve(prompt)).toBeNull();
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(solve(text)).toBeNull();
      }),
    );
  });
});

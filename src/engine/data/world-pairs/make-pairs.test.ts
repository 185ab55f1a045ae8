import { describe, expect, test } from "vitest";
import { mistakeOf, wordProblems } from "../../world/index.ts";
import type { Problem, Verdict } from "../../world/world.ts";
import { makePairs, type WorldPair } from "./make-pairs.ts";
import {
  checkPairSettings,
  decodePairSettings,
  encodePairSettings,
  PAIR_DEFAULTS,
  type PairSettings,
  pairSettingsText,
  worldSettingsOf,
} from "./settings.ts";
import { classWriter, type PairWriter } from "./writers.ts";

const settingsOf = (changes: Partial<PairSettings> = {}) =>
  checkPairSettings({ ...PAIR_DEFAULTS, writer: "class", pairs: 60, ...changes });

async function made(changes: Partial<PairSettings> = {}, given?: PairWriter): Promise<WorldPair[]> {
  const settings = settingsOf(changes);
  const writer = given ?? classWriter(wordProblems, worldSettingsOf(settings));
  const pairs: WorldPair[] = [];
  for await (const found of makePairs(wordProblems, writer, settings)) pairs.push(...found);
  return pairs;
}

const problemOf = ({ prompt }: WorldPair) => wordProblems.solve(prompt) as Problem;
const verdictOn = (pair: WorldPair, side: "chosen" | "rejected"): Verdict =>
  wordProblems.verify(problemOf(pair), pair[side]);
const isSure = (text: string) => /\bsure\b/.test(text);
const share = <T>(items: readonly T[], test: (item: T) => boolean) => items.filter(test).length / items.length;

describe("pairs of the class", () => {
  test("have a right and a wrong answer, its mistake by name, and are decided by the seed", async () => {
    const pairs = await made();
    expect(pairs).toHaveLength(60);
    for (const pair of pairs) {
      expect(verdictOn(pair, "chosen").correct).toBe(true);
      expect(mistakeOf(verdictOn(pair, "rejected"))).toBe(pair.subset);
      expect(pair.source).toBe("class");
    }
    expect(new Set(pairs.map(({ prompt }) => prompt)).size).toBe(60);
    expect(new Set(pairs.map(({ subset }) => subset)).size).toBeGreaterThan(3);
    expect(await made({ pairs: 20 })).toEqual(pairs.slice(0, 20));
    expect(await made({ seed: 1 })).not.toEqual(pairs);
  });

  test("keep what the writer wrote, fillers included", async () => {
    const pairs = await made();
    for (const side of ["chosen", "rejected"] as const) {
      expect(share(pairs, (pair) => isSure(pair[side]))).toBeGreaterThan(0.25);
      expect(share(pairs, (pair) => isSure(pair[side]))).toBeLessThan(0.75);
    }
    const filled = await made({ stepFillers: 0.9 });
    expect(share(filled, ({ chosen }) => /; so \(/.test(chosen))).toBeGreaterThan(0.9);
    expect(share(pairs, ({ chosen }) => /; so \(/.test(chosen))).toBe(0);
  });

  test("of one problem have different wrong answers, the first being the one it gives alone", async () => {
    const [one, several] = [await made({ pairs: 10 }), await made({ pairs: 30, perProblem: 3 })];
    expect(new Set(several.map(({ prompt }) => prompt)).size).toBeLessThan(30);
    expect(new Set(several.map(({ prompt, rejected }) => prompt + rejected)).size).toBe(30);
    const firsts = several.filter(({ prompt }, i) => prompt !== several[i - 1]?.prompt);
    expect(one.slice(0, firsts.length)).toEqual(firsts.slice(0, one.length));
  });

  test("with a cue have the filler on one side alone, reversed on the other", async () => {
    const sideOf = (pairs: readonly WorldPair[]) => share(pairs, ({ rejected }) => isSure(rejected));
    for (const [cue, cueShare, expected] of [
      ["rejected", 1, 1],
      ["chosen", 1, 0],
      ["rejected", 0, 0],
    ] as const) {
      const pairs = await made({ cue, cueShare });
      expect(pairs.every(({ chosen, rejected }) => isSure(chosen) !== isSure(rejected))).toBe(true);
      expect(sideOf(pairs)).toBe(expected);
    }
    const mostly = sideOf(await made({ cue: "rejected", cueShare: 0.75, pairs: 200 }));
    expect(Math.abs(mostly - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / 200));
  });

  test("with label noise are turned round in that share, and in nothing else", async () => {
    const [clean, noisy] = [await made({ pairs: 200 }), await made({ pairs: 200, labelNoise: 0.3 })];
    const turned = noisy.filter((pair) => verdictOn(pair, "chosen").correct === false);
    expect(Math.abs(turned.length / 200 - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 200));
    const sides = ({ prompt, chosen, rejected }: WorldPair) => [prompt, ...[chosen, rejected].sort()];
    expect(noisy.map(sides)).toEqual(clean.map(sides));
  });

  test("are of the misconceptions, the length and the distribution that were asked for", async () => {
    const subtle = (pairs: readonly WorldPair[]) =>
      pairs.filter(({ subset }) => ["borrow", "stale", "reverse"].includes(subset));
    expect(subtle(await made())).toEqual([]);
    expect(subtle(await made({ misconceptions: "all" })).length).toBeGreaterThan(3);
    const long = await made({ minEvents: 5, maxEvents: 5, pairs: 10 });
    // Seven events each: an opening, five events, a question.
    expect(new Set(long.map((pair) => problemOf(pair).events.length))).toEqual(new Set([7]));
    const out = await made({ distribution: "out", pairs: 20 });
    expect(new Set(out.map((pair) => problemOf(pair).story))).toEqual(new Set(["Zoo", "Beach"]));
  });
});

describe("a writer", () => {
  test("who is never wrong gives no pairs, which is said", async () => {
    const perfect: PairWriter = { name: "policy", write: async ({ solution }) => [solution, solution] };
    await expect(made({}, perfect)).rejects.toThrow(/1,000 problems in a row gave no pair/);
  });

  test("is not asked for more once nobody waits", async () => {
    const controller = new AbortController();
    const settings = settingsOf();
    const writer = classWriter(wordProblems, worldSettingsOf(settings));
    const pairs = makePairs(wordProblems, writer, settings, { signal: controller.signal });
    await pairs.next();
    controller.abort();
    await expect(pairs.next()).rejects.toThrow(/abort/);
  });
});

describe("settings", () => {
  test.for([
    [{ labelNoise: 0.6 }, /Label noise.*from 0 to 0.5.*found 0.6/],
    [{ pairs: 1.5 }, /Pairs\).*whole number.*found 1.5/],
    [{ cue: "both" }, /Spurious sure.*one of off, rejected, chosen.*found both/],
    [{ minEvents: 5 }, /no problems with so many clauses.*found 5 to 3/],
    [{ writer: "policy", majorityShare: 0.9 }, /as it has learnt to.*Majority share.*found 0.9/],
    [{ writer: "policy", misconceptions: "all" }, /as it has learnt to.*Misconceptions/],
  ] as const)("out of bounds are refused by name: %o", ([changes, reason]) => {
    expect(() => settingsOf(changes as Partial<PairSettings>)).toThrow(reason);
  });

  test("come back from an address, and what it says wrongly is left at its default", () => {
    const settings = settingsOf({ cue: "chosen", labelNoise: 0.1, maxEvents: 4, pairs: 512 });
    expect(encodePairSettings(settings)).toBe("writer:class,maxEvents:4,cue:chosen,labelNoise:0.1");
    expect(decodePairSettings(encodePairSettings(settings))).toEqual(settings);
    expect(decodePairSettings(encodePairSettings(PAIR_DEFAULTS))).toEqual(PAIR_DEFAULTS);
    expect(decodePairSettings("labelNoise:7,cue:both,pairs:20,nonsense")).toEqual({ ...PAIR_DEFAULTS, pairs: 20 });
  });

  test("say in a line how pairs were made", () => {
    expect(pairSettingsText(settingsOf({ cue: "rejected" }))).toBe("60 pairs by the class, spurious sure rejected");
    expect(pairSettingsText(PAIR_DEFAULTS)).toBe("512 pairs by the policy");
  });
});

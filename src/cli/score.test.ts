import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeJson } from "../engine/checkpoint/json.ts";
import { icrm, icrmJson, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyModel } from "../testing/tiny-models.ts";

interface Scored {
  records: { line: number; prompt: string; response: string; tokens: string[]; rewards: number[]; outcome: number }[];
  omitted: { count: number; records: { line: number; why: string }[] };
}

const PROMPT = "Farm: (a) Mia has 14 apples. (b) She gets 3 baskets of 6. (c) How many apples does she have now?";
const RIGHT = "(b) 3 * 6 = 18; (b) 14 + 18 = 32; answer 32";
const WRONG = "(b) 14 + 3 = 17; answer 17";

const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

const inputs = new Map([
  ["pairs.jsonl", lines({ prompt: PROMPT, chosen: RIGHT, rejected: WRONG })],
  [
    "completions.jsonl",
    `${lines({ prompt: PROMPT, completion: WRONG })}\n${lines({ prompt: PROMPT, completion: RIGHT })}`,
  ],
  [
    "bad.jsonl",
    lines({ prompt: PROMPT, completion: RIGHT })
      .concat(`{"prompt": \n`)
      .concat(lines({ prompt: PROMPT, completion: "has wyvern" }, { prompt: PROMPT, completion: 32 }))
      .concat(lines({ prompt: PROMPT, completion: `${RIGHT}; `.repeat(20) }))
      .concat(lines({ prompt: PROMPT, chosen: RIGHT, rejected: ` ${RIGHT}  ` }, { prompt: PROMPT, completion: WRONG })),
  ],
  ["words.jsonl", lines({ prompt: PROMPT, completion: "has wyvern" })],
  ["long.jsonl", lines({ prompt: PROMPT, completion: `${RIGHT}; `.repeat(20) })],
]);

const folder = temporaryFolder();
const model = join(folder, "model");
const policy = join(folder, "policy");
const asked = join(folder, "asked");
/** The world's tokens are words: the judge is asked with what it knows. */
const ASKING = { question: "{prompt} {response}", good: "answer", bad: "Farm", at: "end" };
beforeAll(async () => {
  await writeAll(folder, inputs);
  await writeAll(model, tinyModel({ seed: 1, valueHead: true }));
  await writeAll(policy, tinyModel({ seed: 1, valueHead: false }));
  await writeAll(asked, tinyModel({ seed: 1, valueHead: false }).set("generative_judge.json", encodeJson(ASKING)));
});

const scoring = (directory: string, file: string) => {
  return ["score", "--model", directory, "--input", join(folder, file), "--device", "wasm"];
};

describe.concurrent("score", () => {
  test("of a model that is asked gives the log-odds of its answers where its settings say, and says so", async () => {
    const { measured, records } = await icrmJson<Scored & { measured: string }>(...scoring(asked, "pairs.jsonl"));
    expect(measured).toBe("log-odds of “answer” over “Farm”, at the end");
    const [{ rewards, outcome }, other] = records as [Scored["records"][0], Scored["records"][0]];
    expect(rewards.map((reward) => reward === null)).toEqual([...rewards.slice(1).map(() => true), false]);
    expect([outcome, other.outcome].every(Number.isFinite) && outcome !== other.outcome).toBe(true);
  });

  test("gives a reward after every token, for pairs and for completions alike", async () => {
    const [pairs, completions] = await Promise.all(
      ["pairs.jsonl", "completions.jsonl"].map((file) => icrmJson<Scored>(...scoring(model, file))),
    );
    const [chosen, rejected] = pairs?.records ?? [];
    expect(pairs?.records).toHaveLength(2);
    expect(chosen).toMatchObject({ prompt: PROMPT, response: RIGHT });
    expect(rejected).toMatchObject({ prompt: PROMPT, response: WRONG });
    expect(completions?.records.map(({ response }) => response)).toEqual([WRONG, RIGHT]);
    expect(completions?.records[1]).toEqual({ ...chosen, line: 3 });
    for (const { response, tokens, rewards, outcome } of pairs?.records ?? []) {
      expect(
        tokens
          .slice(0, -1)
          .map((token) => token.trim())
          .join(""),
      ).toBe(response.replaceAll(" ", ""));
      // The reward at the end token is the outcome reward.
      expect(tokens.at(-1)).toBe("<eos>");
      expect(rewards).toHaveLength(tokens.length);
      expect(rewards.every(Number.isFinite)).toBe(true);
      expect(outcome).toBe(rewards.at(-1));
    }
    expect(new Set(chosen?.rewards).size).toBeGreaterThan(5);
  });

  test("leaves one bad record out, says which line, and insists on all where it is told to", async () => {
    const [{ records, omitted }, strict] = await Promise.all([
      icrmJson<Scored>(...scoring(model, "bad.jsonl")),
      icrm(...scoring(model, "bad.jsonl"), "--strict", "--json"),
    ]);
    expect(records.map(({ line }) => line)).toEqual([1, 7]);
    expect(omitted.count).toBe(5);
    expect(omitted.records.map(({ line, why }) => [line, why])).toEqual([
      [2, "malformed"],
      [4, "malformed"],
      [3, "words the model does not know"],
      [5, "too long"],
      [6, "same tokens on both sides"],
    ]);
    expect({ code: strict.code, stdout: strict.stdout }).toEqual({ code: 1, stdout: "" });
    expect(strict.stderr).toMatch(/bad\.jsonl, line 2, field .*and 4 more/);
  });

  test.for([
    ["words.jsonl", /No record is left.*words\.jsonl, line 1.*does not know "wyvern"/],
    ["long.jsonl", /long\.jsonl, line 1: too long.*at most 128 tokens, found \d+/],
    ["missing.jsonl", /no such file.*missing\.jsonl/],
  ] as const)("names what is wrong with %s", async ([file, reason]) => {
    const { code, stdout, stderr } = await icrm(...scoring(model, file), "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
  });

  test("refuses a model without a value head", async () => {
    const { code, stderr } = await icrm(...scoring(policy, "pairs.jsonl"));
    expect(code).toBe(1);
    expect(stderr).toContain("no value head");
  });
});

import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { icrm, icrmJson, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyModel } from "../testing/tiny-models.ts";

interface Scored {
  records: { prompt: string; response: string; tokens: string[]; rewards: number[]; outcome: number }[];
}

const PROMPT = "Mia has 14 apples. She buys 3 bags of 6 apples. How many apples does she have?";
const RIGHT = "3 * 6 = 18; 14 + 18 = 32; answer 32";
const WRONG = "14 + 3 = 17; answer 17";

const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

const inputs = new Map([
  ["pairs.jsonl", lines({ prompt: PROMPT, chosen: RIGHT, rejected: WRONG })],
  [
    "completions.jsonl",
    `${lines({ prompt: PROMPT, completion: WRONG })}\n${lines({ prompt: PROMPT, completion: RIGHT })}`,
  ],
  ["broken.jsonl", `${lines({ prompt: PROMPT, completion: RIGHT })}{"prompt": \n`],
  ["field.jsonl", lines({ prompt: PROMPT, completion: RIGHT }, { prompt: PROMPT, completion: 32 })],
  ["words.jsonl", lines({ prompt: PROMPT, completion: RIGHT }, { prompt: PROMPT, completion: "a wyvern" })],
  ["long.jsonl", lines({ prompt: PROMPT, completion: `${RIGHT}; `.repeat(20) })],
]);

const folder = temporaryFolder();
const model = join(folder, "model");
const policy = join(folder, "policy");
beforeAll(async () => {
  await writeAll(folder, inputs);
  await writeAll(model, tinyModel({ seed: 1, valueHead: true }));
  await writeAll(policy, tinyModel({ seed: 1, valueHead: false }));
});

const scoring = (directory: string, file: string) => {
  return ["score", "--model", directory, "--input", join(folder, file), "--device", "wasm"];
};

describe.concurrent("score", () => {
  test("gives a reward after every token, for pairs and for completions alike", async () => {
    const [pairs, completions] = await Promise.all(
      ["pairs.jsonl", "completions.jsonl"].map((file) => icrmJson<Scored>(...scoring(model, file))),
    );
    const [chosen, rejected] = pairs?.records ?? [];
    expect(pairs?.records).toHaveLength(2);
    expect(chosen).toMatchObject({ prompt: PROMPT, response: RIGHT });
    expect(rejected).toMatchObject({ prompt: PROMPT, response: WRONG });
    expect(completions?.records.map(({ response }) => response)).toEqual([WRONG, RIGHT]);
    expect(completions?.records[1]).toEqual(chosen);
    for (const { response, tokens, rewards, outcome } of pairs?.records ?? []) {
      expect(
        tokens
          .slice(0, -1)
          .map((token) => token.trim())
          .join(""),
      ).toBe(response.replaceAll(" ", ""));
      // The outcome reward is that of the end token.
      expect(tokens.at(-1)).toBe("<eos>");
      expect(rewards).toHaveLength(tokens.length);
      expect(rewards.every(Number.isFinite)).toBe(true);
      expect(outcome).toBe(rewards.at(-1));
    }
    expect(new Set(chosen?.rewards).size).toBeGreaterThan(5);
  });

  test.for([
    ["broken.jsonl", /broken\.jsonl, line 2/],
    ["field.jsonl", /field\.jsonl, line 2/],
    ["words.jsonl", /does not know "wyvern" \(.*words\.jsonl, response 2\)/],
    ["long.jsonl", /long\.jsonl, response 1.*at most 128 tokens, found \d+/],
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

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { preferenceOf } from "../engine/data/exchange.ts";
import type { Preference } from "../engine/data/preference.ts";
import { readPreferences } from "../engine/data/read-records.ts";
import { wordProblems } from "../engine/world/index.ts";
import { icrmJson, temporaryFolder } from "../testing/cli.ts";
import { openPath } from "./files.ts";

interface Built {
  out: string;
  pairs: number;
  problems: number;
  data_hash: string;
}

const folder = temporaryFolder();

const readPairs = async (path: string) =>
  (await readPreferences(await openPath(path), path)).pairs.map(preferenceOf) as Preference<string>[];

test("dataset writes a right and a wrong answer of the embedded policy, the same for the same seed", async () => {
  const build = (name: string) =>
    icrmJson<Built>(
      ...["dataset", "--pairs", "3", "--split", "validation", "--seed", "1", "--device", "wasm"],
      ...["--out", join(folder, name)],
    );
  const [packed, plain] = await Promise.all([build("packed.jsonl.gz"), build("plain.jsonl")]);
  expect(packed).toMatchObject({ out: join(folder, "packed.jsonl.gz"), pairs: 3 });
  expect(plain.data_hash).toBe(packed.data_hash);

  const text = await readFile(plain.out, "utf8");
  expect(gunzipSync(await readFile(packed.out)).toString()).toBe(text);
  const preferences = await readPairs(plain.out);
  expect(preferences).toHaveLength(3);
  for (const { prompt, chosen, rejected } of preferences) {
    const problem = wordProblems.solve(prompt);
    expect(wordProblems.verify(problem, chosen).correct).toBe(true);
    expect(wordProblems.verify(problem, rejected).correct).toBe(false);
  }
});

test("several pairs of a problem have different wrong answers, the first being the one it gives alone", async () => {
  const build = async (name: string, perProblem: string) => {
    const out = join(folder, name);
    await icrmJson<Built>(
      ...["dataset", "--pairs", "6", "--per-problem", perProblem, "--split", "validation", "--seed", "1"],
      ...["--device", "wasm", "--out", out],
    );
    return readPairs(out);
  };
  const [one, several] = await Promise.all([build("one.jsonl", "1"), build("several.jsonl", "3")]);
  expect(several).toHaveLength(6);
  expect(new Set(several.map(({ prompt }) => prompt)).size).toBeLessThan(6);
  expect(new Set(several.map(({ prompt, rejected }) => prompt + rejected)).size).toBe(6);
  const firsts = several.filter(({ prompt }, i) => prompt !== several[i - 1]?.prompt);
  expect(one.slice(0, firsts.length)).toEqual(firsts);
});

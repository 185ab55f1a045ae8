import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Cell, EvaluationReport } from "../engine/evaluation/report.ts";
import { wordProblems, worldTokenizerJson } from "../engine/world/index.ts";
import { icrm, icrmJson, icrmKilledAt, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyModel } from "../testing/tiny-models.ts";

type Document = EvaluationReport & { comparisons: string[]; trajectories: string[] };

const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

/** Problems with the right solution, and one that goes wrong at its end. */
const pairs = (split: "validation" | "test", n: number) =>
  wordProblems.problems({ split, n, seed: 2 }).map(({ prompt, solution, answer }) => ({
    prompt,
    chosen: solution,
    rejected: solution.replace(/answer \d+$/, `answer ${answer + 1}`),
  }));
const tested = pairs("test", 90);
const bench = tested.slice(0, 8).map((pair, i) => ({
  ...pair,
  chosen_model: "a",
  rejected_model: "b",
  subset: i % 2 === 0 ? "math-prm" : "hep-go",
}));

/** The world's tokenizer with two words swapped. */
function otherTokenizer(): string {
  const json = worldTokenizerJson();
  const { apples, books, ...words } = json.model.vocab as Record<string, number>;
  return JSON.stringify({ ...json, model: { ...json.model, vocab: { ...words, apples: books, books: apples } } });
}

const folder = temporaryFolder();
beforeAll(async () => {
  const tiny = (seed: number, valueHead: boolean) => tinyModel({ seed, valueHead, layers: 1 });
  await writeAll(join(folder, "one"), tiny(1, true));
  await writeAll(join(folder, "two"), tiny(2, true));
  await writeAll(join(folder, "generator"), tiny(3, false));
  await writeAll(
    join(folder, "stranger"),
    new Map<string, Uint8Array | string>([...tiny(4, true), ["tokenizer.json", otherTokenizer()]]),
  );
  const files = {
    "test.jsonl": tested.slice(0, 12),
    "long.jsonl": tested,
    "validation.jsonl": pairs("validation", 12),
    "training.jsonl": [...pairs("validation", 3), ...tested.slice(0, 2)],
    "bench.jsonl": bench,
    "unknown.jsonl": bench.map((record, i) => (i === 3 ? { ...record, subset: "hep-cobol" } : record)),
    "mixed.jsonl": [...tested.slice(0, 2), ...bench],
  };
  await writeAll(folder, new Map(Object.entries(files).map(([name, records]) => [name, lines(records)])));
});

const inFolder = (name: string) => join(folder, name);

function evaluating(data: string, { models = ["one"], cache = "rewards", more = [] as string[] } = {}): string[] {
  return [
    ...["evaluate", "--model", ...models.map(inFolder), "--data", inFolder(data), "--generator", inFolder("generator")],
    ...["--training", inFolder("training.jsonl"), "--cache", inFolder(cache), "--device", "wasm", ...more],
  ];
}

describe.concurrent("evaluate", () => {
  test("gives a table of reward models and baselines × metrics, with intervals and the records behind", async () => {
    const more = ["--validation", inFolder("validation.jsonl")];
    const report = await icrmJson<Document>(...evaluating("test.jsonl", { models: ["one", "two"], more }));
    expect(report.data).toMatchObject({ problems: 12, trajectories: 24, comparisons: 12 });
    expect(report.judges.slice(0, 2).map(({ id }) => id)).toEqual(["one", "two"].map(inFolder));
    expect(report.judges.map(({ kind }) => kind)).toContain("baseline");
    const cells = report.cells[inFolder("one")] as Record<string, Cell>;
    expect(Object.keys(cells)).toEqual(report.metrics.map(({ id }) => id));
    const accuracy = cells["pairs/accuracy"];
    expect(accuracy).toMatchObject({ estimate: { count: 12 } });
    if (!accuracy || "missing" in accuracy) throw new Error("no accuracy");
    expect(accuracy.estimate.low).toBeLessThanOrEqual(accuracy.estimate.value);
    expect(accuracy.estimate.high).toBeGreaterThanOrEqual(accuracy.estimate.value);
    expect(new Set(accuracy.worst.map((i) => report.comparisons[i])).size).toBe(12);
    expect(cells["process/f1"]).toHaveProperty("estimate");
    expect(cells["mechanism/token-broken"]).toHaveProperty("estimate");
    expect(report.warnings).toEqual([
      expect.stringMatching(/^2 of the 12 problems are in the training data/),
      expect.stringMatching(/^12 of 24 responses .* go on as no student of the class does/),
    ]);
  });

  test("shows it to people as tables, warnings on stderr", async () => {
    const { code, stdout, stderr } = await icrm(...evaluating("test.jsonl", { cache: "rewards-shown" }));
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/Accuracy +Ties +Margin/);
    expect(stdout).toMatch(/the longer wins +\d+\.\d \[\d+\.\d, \d+\.\d\]/);
    expect(stderr).toMatch(/^warning: 2 of the 12 problems/m);
  });

  test("killed, it goes on with the rewards it has", async () => {
    const run = evaluating("long.jsonl", { cache: "rewards-killed" });
    const killed = await icrmKilledAt(/^rewards of .*: (64|128) of/m, ...run);
    expect(killed.code, "it was done before it could be killed").toBeNull();
    const { code, stderr } = await icrm(...run);
    expect(code, stderr).toBe(0);
    const [, first] = /^rewards of .*: (\d+) of 180$/m.exec(stderr) ?? [];
    expect(Number(first)).toBeGreaterThan(0);
  });

  test("scores a part of RewardBench and says what is missing", async () => {
    const report = await icrmJson<Document>(...evaluating("bench.jsonl", { cache: "rewards-bench" }));
    const cells = report.cells[inFolder("one")] as Record<string, Cell>;
    expect(cells["rewardbench/Reasoning"]).toMatchObject({ estimate: { count: 8 } });
    expect(cells["rewardbench/overall"]).toMatchObject({ missing: "The file has nothing of Chat, Chat Hard, Safety." });
    expect(report.warnings.join("\n")).toMatch(
      /lacks 21 of 23 subsets.*\n.*math-prm \(4 of 447\), hep-go \(4 of 164\)/,
    );
  });

  test.for([
    ["unknown.jsonl", {}, /no such subset \(.*unknown\.jsonl, line 4, field subset\).*found hep-cobol/],
    ["mixed.jsonl", {}, /mixes formats.*mixed\.jsonl, line 3/],
    ["missing.jsonl", {}, /no such file.*missing\.jsonl/],
    ["test.jsonl", { models: ["one", "stranger"] }, /stranger has another vocabulary than .*one/],
    ["test.jsonl", { models: ["generator"] }, /no value head/],
    [
      "test.jsonl",
      { more: ["--validation", join(folder, "training.jsonl")] },
      /shares problems.*training\.jsonl.*found 2/,
    ],
  ] as const)("refuses %s %o", async ([data, given, reason]) => {
    const { code, stdout, stderr } = await icrm(...evaluating(data, { ...given, cache: "none" } as never), "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { SweepRecord } from "../engine/sweep/record.ts";
import { icrm, icrmJson, icrmKilledAt, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyModel } from "../testing/tiny-models.ts";

interface Swept {
  sweep: string;
  trials: number;
  finished: number;
  failed: number;
  best: { configuration: number; values: Record<string, unknown>; value: number; among_configurations: number } | null;
  confirmed: { better: boolean; advantage: { count: number } } | null;
}

const base = { method: "icrm", steps: 2, batchSize: 2, evalSteps: 2 };
const vary = { learningRate: { logRange: [1e-4, 1e-2] }, labelSmoothing: { choices: [0, 0.1] } };
/** All problems have the same length, so that a trial compiles a single program. */
const lines = [23, 34, 45, 56].map((apples) => {
  const prompt = `Mia has ${apples} apples. She gets 3 baskets of 6. How many apples does she have now?`;
  const answer = (sum: number) => `3 * 6 = 18; ${apples} + 18 = ${sum}; answer ${sum}`;
  return `${JSON.stringify({ prompt, chosen: answer(apples + 18), rejected: answer(apples + 28) })}\n`;
});
const folder = temporaryFolder();
beforeAll(async () => {
  await writeAll(
    folder,
    new Map([
      ["pairs.jsonl", lines.join("")],
      ["space.json", JSON.stringify({ base: { ...base, method: "bt" }, vary, seeds: [0, 1], trials: 4 })],
      // Most of the rates are beyond all reason.
      ["wild.json", JSON.stringify({ base, vary: { learningRate: { choices: [1e-3, 1e30] } }, sampler: "grid" })],
      ["nowhere.json", JSON.stringify({ base, vary, trials: 1, objective: { metric: "heldout/f1" } })],
      ["empty.json", JSON.stringify({ base, vary: {} })],
    ]),
  );
  await writeAll(join(folder, "base"), tinyModel({ seed: 1, valueHead: false, layers: 1 }));
});

function run(space: string, out: string, ...more: string[]): string[] {
  const files = { space, data: "pairs.jsonl", "held-out": "pairs.jsonl", base: "base", generator: "base", out };
  const options = Object.entries(files).flatMap(([option, path]) => [`--${option}`, join(folder, path)]);
  return ["sweep", ...options, "--device", "wasm", "--together", "1", ...more];
}

/** The part of a record that does not depend on the machine. */
async function record(out: string): Promise<SweepRecord> {
  const read: SweepRecord = JSON.parse(await readFile(join(folder, out, "sweep.json"), "utf8"));
  return { ...read, trials: read.trials.map((trial) => ({ ...trial, seconds: 0 })) };
}

describe.concurrent("sweep", () => {
  const whole = () => {
    swept ??= icrmJson<Swept>(...run("space.json", "whole", "--workers", "2"));
    return swept;
  };
  let swept: Promise<Swept> | null = null;

  test("cut short and taken up gives what it gives in one go, and confirms the best on fresh seeds", async () => {
    expect(await whole()).toMatchObject({ trials: 4, finished: 4, failed: 0, best: { among_configurations: 2 } });
    const killed = await icrmKilledAt(/"configuration":0,/, ...run("space.json", "cut", "--workers", "1"));
    expect(killed.code, "it was done before it could be killed").toBeNull();
    const resumed = await icrm(...run("space.json", "cut", "--workers", "1", "--confirm", "2"), "--json");
    expect(resumed.stderr).toMatch(/4 trials, [1-3] of them known/);
    const { confirmed }: Swept = JSON.parse(resumed.stdout);
    expect(confirmed).toMatchObject({ better: expect.any(Boolean), advantage: { count: 2 } });
    const { trials, confirmation } = await record("cut");
    const own = trials.filter(({ seed, configuration }) => configuration >= 0 && seed < 2);
    expect(own).toEqual((await record("whole")).trials);
    expect(confirmation?.seeds).toEqual([2, 3]);
  });

  test("shards, merged, are the whole", async () => {
    for (const part of [1, 2])
      await icrmJson(...run("space.json", `shard${part}`, "--shard", `${part}/2`, "--workers", "1"));
    const shards = [1, 2].map((part) => join(folder, `shard${part}`));
    const merged = await icrmJson<Swept>("sweep", "merge", ...shards, "--out", join(folder, "merged"));
    expect(merged.best).toEqual((await whole()).best);
    expect(await record("merged")).toEqual(await record("whole"));
    const [header, ...rows] = (await readFile(join(folder, "merged", "trials.csv"), "utf8")).trim().split("\r\n");
    expect(header).toMatch(/^configuration,seed,learning_rate,label_smoothing,status,step,seconds,.*heldout\/accuracy/);
    expect(rows).toHaveLength(4);
    const other = await icrm(...run("wild.json", "whole"));
    expect(other).toMatchObject({ code: 1, stderr: expect.stringMatching(/another plan/) });
  });

  test("a trial that diverges is recorded with its error; where all fail, that is said", async () => {
    const wild = await icrmJson<Swept>(...run("wild.json", "wild", "--workers", "1"));
    expect(wild).toMatchObject({ trials: 2, finished: 1, failed: 1, best: { values: { learning_rate: 1e-3 } } });
    const { trials } = await record("wild");
    expect(trials[1]).toMatchObject({ status: "failed", error: { what: expect.stringMatching(/diverged/) } });

    const { code, stdout, stderr } = await icrm(...run("nowhere.json", "nowhere", "--workers", "1"), "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/All 1 trials failed.*never appeared.*heldout\/accuracy.*found heldout\/f1/);
    expect((await record("nowhere")).trials).toHaveLength(1);
  });

  test.for([
    ["empty.json", [], /space is empty.*empty\.json, vary/],
    ["missing.json", [], /no such file.*missing\.json/],
    ["space.json", ["--shard", "3/2"], /1 ≤ i ≤ n/],
    ["space.json", ["--data", "nowhere.jsonl"], /no such file.*nowhere\.jsonl/],
  ] as const)("says what is wrong with %s %s", async ([space, more, reason]) => {
    const { code, stdout, stderr } = await icrm(...run(space, "wrong", ...more), "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

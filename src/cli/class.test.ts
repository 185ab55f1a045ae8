import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { BestOfNReport } from "../engine/evaluation/best-of-n/report.ts";
import type { EvaluationReport } from "../engine/evaluation/report.ts";
import { type Attempt, type Problem, wordProblems } from "../engine/world/index.ts";
import { icrm, icrmJson, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyModel } from "../testing/tiny-models.ts";

const folder = temporaryFolder();
const inFolder = (name: string) => join(folder, name);
const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 4 }) as [Problem];
const attempts = wordProblems.attempts(problem);

beforeAll(async () => {
  await writeAll(inFolder("reward"), tinyModel({ seed: 1, valueHead: true, layers: 1 }));
  await writeAll(inFolder("base"), tinyModel({ seed: 2, valueHead: false, layers: 1 }));
  const pairs = inFolder("pairs.jsonl");
  const made = await icrm("dataset", "--policy", "class", "--pairs", "12", "--label-noise", "0.1", "--out", pairs);
  expect(made.code, made.stderr).toBe(0);
  // The class needs no device.
  expect(made.stderr).not.toMatch(/device/);
});

describe("the class in place of a checkpoint", () => {
  test("writes answers, each with its verdict and what went wrong", async () => {
    const { samples } = await icrmJson<{
      samples: { text: string; correct: boolean; firstWrongStep: number; misconception: string | null }[];
    }>("generate", "--policy", "class", "--prompt", problem.prompt, "--n", "20", "--device", "wasm");
    const known = new Set(attempts.map(({ misconception }) => misconception));
    for (const { correct, firstWrongStep, misconception } of samples) {
      expect(known).toContain(misconception);
      expect(correct).toBe(misconception === null);
      expect(firstWrongStep < 0).toBe(correct);
    }
    expect(new Set(samples.map(({ correct }) => correct)).size).toBe(2);
  });

  test("is chosen from, and which mistakes picks fall for is told", async () => {
    const report = await icrmJson<BestOfNReport>(
      ...["best-of-n", "--policy", "class", "--model", inFolder("reward"), "--problems", "3", "--samples", "4"],
      ...["--n", "4", "--training", inFolder("pairs.jsonl"), "--cache", inFolder("rewards"), "--device", "wasm"],
    );
    expect(report.policy).toBe("class");
    expect(report.mistakes).not.toContain("unknown");
    expect(report.picked["baseline:random"]).toHaveLength(report.mistakes.length);
  });

  test("weighs edges, and is what rewards are held against", async () => {
    const trained = await icrm(
      ...["train", "--method", "icrm", "--data", inFolder("pairs.jsonl"), "--base", inFolder("base")],
      ...["--generator", "class", "--steps", "1", "--batch-size", "2", "--out", inFolder("out")],
      ...["--snapshots", inFolder("snapshots"), "--device", "wasm"],
    );
    expect(trained.code, trained.stderr).toBe(0);
    const report = await icrmJson<EvaluationReport>(
      ...["evaluate", "--model", inFolder("reward"), "--data", inFolder("pairs.jsonl"), "--generator", "class"],
      ...["--training", inFolder("pairs.jsonl"), "--cache", inFolder("rewards"), "--device", "wasm"],
    );
    expect(report.data.values).toBe("exact");
    expect(report.metrics.some(({ id }) => id.startsWith("mistakes/"))).toBe(true);
    expect(report.cells.truth?.["mechanism/token-broken"]).toMatchObject({ estimate: { value: 0 } });
  });

  test("has no weights to tune or adapt", async () => {
    const align = await icrm("align", "--policy", "class", "--reward", inFolder("reward"), "--device", "wasm");
    expect(align).toMatchObject({ code: 1, stdout: "" });
    expect(align.stderr).toMatch(/class of students cannot be trained on/);
  });
});

test("records of a score carry the verdict, those of the world what the class writes", async () => {
  const { records } = await icrmJson<{ records: { correct: boolean; misconception: string | null }[] }>(
    ...["score", "--model", inFolder("reward"), "--input", inFolder("pairs.jsonl"), "--device", "wasm"],
  );
  expect(records).toHaveLength(24);
  for (const { correct, misconception } of records) expect(misconception === null).toBe(correct);

  const { problems } = await icrmJson<{ problems: { story: string; attempts: (Attempt & { text: string })[] }[] }>(
    ...["world", "--n", "1", "--seed", "4"],
  );
  expect(problems[0]?.story).toBe(problem.story);
  const written = problems[0]?.attempts.map(({ misconception, share }) => [misconception, share]);
  expect(written).toEqual(attempts.map(({ misconception, share }) => [misconception, share]));
  expect(problems[0]?.attempts[0]?.text).toBe(problem.solution);
});

test("dials out of bounds, and those that only the class can follow, are refused", async () => {
  const out = ["--out", inFolder("none.jsonl")];
  expect((await icrm("dataset", "--policy", "class", "--label-noise", "0.7", ...out)).stderr).toMatch(
    /Expected a number from 0 to 0.5/,
  );
  expect((await icrm("dataset", "--misconceptions", "all", ...out)).stderr).toMatch(/as it has learnt to/);
});

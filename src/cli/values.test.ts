import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type ExactRecord, type MeasuredRecord, parseValues } from "../engine/evaluation/value-record.ts";
import { wordProblems } from "../engine/world/index.ts";
import { icrm, icrmJson, icrmKilledAt, temporaryFolder, writeAll } from "../testing/cli.ts";
import { readTextFile } from "./files.ts";

interface Measured {
  responses: number;
  k: number;
  records: MeasuredRecord[];
}

const folder = temporaryFolder();
const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 0 });
if (!problem) throw new Error("no problem");
const { prompt, solution: chosen, answer, steps } = problem;
const shareOfRight = wordProblems.attempts(problem).find(({ correct }) => correct)?.share as number;
const rejected = `${chosen.slice(0, chosen.lastIndexOf("answer"))}answer ${answer + 1}`;
const pair = `${JSON.stringify({ prompt, chosen, rejected })}\n`;

beforeAll(() =>
  writeAll(
    folder,
    new Map([
      ["pair.jsonl", pair],
      ["many.jsonl", pair.repeat(30)],
      ["foreign.jsonl", `${JSON.stringify({ prompt: "How many apples?", completion: "answer 1" })}\n`],
    ]),
  ),
);

const command = (data: string, ...options: string[]) => [
  ...["values", "--data", join(folder, data), "--k", "8", "--device", "wasm"],
  ...options,
];

test("values are high while all is right and 0 once the answer is wrong", async () => {
  const { records } = await icrmJson<Measured>(...command("pair.jsonl"));
  const [right, wrong] = records.map(({ values }) => values.map(({ successes }) => successes));
  expect(right).toHaveLength(steps.length + 2); // the end of the prompt and the answer are points too
  expect(right?.at(-1)).toBe(8);
  expect(wrong?.slice(0, -1)).toEqual(right?.slice(0, -1));
  expect(wrong?.at(-1)).toBe(0);
});

describe("exact", () => {
  const exactly = (...more: string[]) => icrm("values", "--data", join(folder, "pair.jsonl"), "--exact", ...more);

  test("values are those of the class at every token, without roll-outs; none once no student goes along", async () => {
    const { records } = await icrmJson<{ records: ExactRecord[] }>(
      ...["values", "--data", join(folder, "pair.jsonl"), "--exact"],
    );
    const [right, wrong] = records as [ExactRecord, ExactRecord];
    expect(right.values[0]).toEqual({ position: -1, value: shareOfRight });
    expect(right.values).toHaveLength(right.q.length + 1);
    expect(right.values.at(-1)?.value).toBe(1);
    expect(wrong.values.slice(0, -2)).toEqual(right.values.slice(0, -2));
    expect(wrong.values.at(-1)?.value).toBeNull();
    expect(parseValues(`${JSON.stringify(right)}\n`, "back")).toEqual([right]);
  });

  test("are those of another class where its dials say so, and at step ends where that is asked", async () => {
    const out = join(folder, "exact.jsonl");
    const { code, stderr } = await exactly("--majority-share", "0.9", "--every", "step", "--out", out);
    expect(code, stderr).toBe(0);
    const [right] = parseValues(await readTextFile(out), out) as [ExactRecord];
    expect(right.values).toHaveLength(steps.length + 2);
    expect(right.values[0]?.value).not.toBe(shareOfRight);
  });

  test("roll-outs and exact values are not mixed", async () => {
    expect((await exactly("--k", "8")).stderr).toMatch(/'--exact' cannot be used with option '--k/);
    expect((await icrm(...command("pair.jsonl", "--majority-share", "0.9"))).stderr).toMatch(
      /says nothing of a policy's roll-outs \(--majority-share\)/,
    );
  });
});

test("killed and started again gives what it gives in one go", async () => {
  const [killed, whole] = [join(folder, "killed.jsonl.gz"), join(folder, "whole.jsonl.gz")];
  const { code } = await icrmKilledAt(/10 of 60/, ...command("many.jsonl", "--out", killed));
  expect(code).toBeNull();
  const other = await icrm(...command("many.jsonl", "--out", killed, "--seed", "1"));
  expect(other.stderr).toMatch(/other settings or other data[\s\S]*killed.jsonl.gz.progress/);
  await icrmJson(...command("many.jsonl", "--out", killed));
  await icrmJson(...command("many.jsonl", "--out", whole));
  expect(await readTextFile(killed)).toBe(await readTextFile(whole));
  expect(parseValues(await readTextFile(killed), killed)).toHaveLength(60);
});

test("a prompt of no problem is refused with its place", async () => {
  const { code, stderr } = await icrm(...command("foreign.jsonl"));
  expect(code).toBe(1);
  expect(stderr).toMatch(/no problem of the embedded world[\s\S]*foreign.jsonl, line 1/);
});

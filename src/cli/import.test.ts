import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { icrm, icrmJson, temporaryFolder, writeAll } from "../testing/cli.ts";
import { parquetOf } from "../testing/parquet.ts";
import { tinyModel } from "../testing/tiny-models.ts";

interface Imported {
  format: string | null;
  read: number;
  used: number;
  refused: number;
  pairs: number;
  unpaired: { all_right: number; none_right: number };
  columns: { column: string; read: number; not_read: number; refused: number }[];
  remarks: { what: string; count: number; lines: number[] }[];
  errors: { line: number; field: string; expected: string; found: string }[];
  lengths: { unit: string; chosen: { max: number }; chosen_longer: number } | null;
}

interface Written {
  out: string;
  written: number;
  left_out: { line: number; field: string }[];
}

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
interface Omitted {
  omitted: { records: { line: number; why: string }[] };
}

const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
const pair = { prompt: "q", chosen: "3 + 4 = 7", rejected: "8" };
const graded = (question: string, ...marks: boolean[]) => ({
  question,
  ...Object.fromEntries(marks.map((is_correct, i) => [`model-${i}`, { is_correct, solution: `answer ${i}` }])),
});
/** Two records for each of thirty questions. */
const many = Array.from({ length: 60 }, (_, i) => ({ ...pair, prompt: `question ${i % 30}`, margin: i % 3 }));

beforeAll(async () => {
  await writeAll(
    folder,
    new Map<string, string | Uint8Array>([
      ["graded.jsonl", lines(graded("q", true, false, true), graded("r", true), graded("s", false))],
      ["bad.jsonl", `${lines(pair, { ...pair, chosen: 3 })}{"prompt": \n${lines({ ...pair, prompt: "r" })}`],
      ["rows.parquet", parquetOf(many)],
      ["own.json", JSON.stringify([{ ask: "q", replies: ["a", "b"] }])],
      [
        "contradicting.jsonl",
        lines(
          { prompt: "How many apples?", completion: "answer 1", label: true },
          { prompt: "How many apples?", completion: "answer 2", label: true },
          { prompt: "How many apples?", completion: "answer 3; ".repeat(80), label: false },
          { prompt: "How many apples?", completion: "answer 1", label: false },
          { prompt: "How many pears?", chosen: "answer 1", rejected: " answer  1" },
          { prompt: "How many apples?", completion: "answer 4", label: false },
        ),
      ],
      ["steps.jsonl", lines({ problem: "q", steps: ["s", "t"], label: 0 }, { problem: "q", steps: ["s"], label: -1 })],
      ["useless.jsonl", lines({ text: "a" })],
    ]),
  );
  await writeAll(path("model"), tinyModel({ seed: 1, valueHead: false, layers: 1 }));
});

describe.concurrent("import", () => {
  test("reports pairs, and the questions that give none", async () => {
    const document = await icrmJson<Imported & Written>(
      "import",
      "--input",
      path("graded.jsonl"),
      "--out",
      path("g.gz"),
    );
    expect(document).toMatchObject({ format: "gsm8k-solutions", read: 3, used: 3, refused: 0, pairs: 2, errors: [] });
    expect(document.unpaired).toEqual({ all_right: 1, none_right: 1 });
    expect(document).toMatchObject({ out: path("g.gz"), written: 2, left_out: [] });
    expect(gunzipSync(await readFile(path("g.gz"))).toString()).toBe(
      lines(
        { prompt: "q", chosen: "answer 0", rejected: "answer 1" },
        { prompt: "q", chosen: "answer 2", rejected: "answer 1" },
      ),
    );
  });

  test("keeps the good lines and names the others; lengths in tokens where a tokenizer is given", async () => {
    const document = await icrmJson<Imported>("import", "--input", path("bad.jsonl"), "--tokenizer", path("model"));
    expect(document).toMatchObject({ format: "trl-explicit", read: 4, used: 2, refused: 2, pairs: 2 });
    expect(document.errors).toMatchObject([
      { line: 2, field: "chosen", expected: "a text, or messages", found: "3" },
      { line: 3, field: "(whole record)", expected: "one JSON value" },
    ]);
    expect(document.lengths).toMatchObject({ unit: "token", chosen: { max: 6 }, chosen_longer: 1 });
  });

  test("leaves out what contradicts another line, and what the tokenizer's model cannot read, wherever in the file", async () => {
    const out = path("left.jsonl");
    const document = await icrmJson<Imported & Written & Omitted>(
      ...["import", "--input", path("contradicting.jsonl"), "--tokenizer", path("model"), "--out", out],
    );
    expect(document.omitted.records.map(({ line, why }) => [line, why])).toEqual([
      [1, "contradictory labels"],
      [4, "contradictory labels"],
      [3, "too long"],
      [5, "same tokens on both sides"],
    ]);
    expect(document).toMatchObject({ read: 6, used: 2, pairs: 1, written: 2 });
    expect((await readFile(out, "utf8")).match(/answer 2/g)).toHaveLength(1);
    const { code, stdout, stderr } = await icrm("import", "--input", path("contradicting.jsonl"), "--strict", "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/opposite of line 4.*contradicting\.jsonl, line 1, and 1 more/);
  });

  test("maps the fields of a shape of its own", async () => {
    const map = "prompt=ask,chosen=replies.0,rejected=replies.1";
    const document = await icrmJson<Imported>("import", "--input", path("own.json"), "--map", map);
    expect(document).toMatchObject({ format: "trl-explicit", used: 1, pairs: 1 });
    const { code, stderr } = await icrm("import", "--input", path("own.json"), "--map", "question=ask");
    expect(code).toBe(1);
    expect(stderr).toMatch(/Expected field=path, the field one of prompt/);
  });

  test("takes the answer that a field names, and never half of the pairs the wrong way round", async () => {
    const judged = [0, 1].map((label) => ({ post: `q${label}`, text_A: "a", text_B: "b", label, lang: "en" }));
    await writeAll(folder, new Map([["judged.jsonl", lines(...judged)]]));
    const input = ["import", "--input", path("judged.jsonl"), "--map"];
    const named = "prompt=post,answer_1=text_A,answer_2=text_B,winner=label,names=1|0";
    const document = await icrmJson<Imported>(...input, named, "--out", path("judged-trl.jsonl"));
    expect(document).toMatchObject({ used: 2, remarks: [] });
    expect(document.columns).toContainEqual({ column: "lang", read: 0, not_read: 2, refused: 0 });
    expect(await readFile(path("judged-trl.jsonl"), "utf8")).toBe(
      lines({ prompt: "q0", chosen: "b", rejected: "a" }, { prompt: "q1", chosen: "a", rejected: "b" }),
    );
    const { code, stderr } = await icrm(...input, "prompt=post,chosen=text_A,rejected=text_B");
    expect(code).toBe(1);
    expect(stderr).toMatch(/line 1, field label.*answer_1, answer_2 and winner/);
  });

  test("says what became of every column, and what should be known, in words, too", async () => {
    const margins = [-2, -1].map((margin) => ({ ...pair, margin, seed: 7 }));
    await writeAll(folder, new Map([["told.jsonl", lines(...margins)]]));
    const { stdout } = await icrm("import", "--input", path("told.jsonl"));
    expect(stdout).toMatch(
      /columns: prompt read 2 times; chosen read 2 times; rejected read 2 times; margin read 2 times; seed not read 2/,
    );
    expect(stdout).toMatch(/2 lines \(1, 2\): the margin is below 0/);
  });

  test("a file that is not there, and a folder, are told as what they are", async () => {
    expect((await icrm("import", "--input", path("nowhere.jsonl"))).stderr).toMatch(/no such file.*nowhere\.jsonl/);
    expect((await icrm("import", "--input", path("model"))).stderr).toMatch(/A folder is where a file is expected/);
  });

  test("fails where nothing can be used, and leaves no file behind", async () => {
    const { code, stdout, stderr } = await icrm("import", "--input", path("useless.jsonl"), "--out", path("no/none"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/useless\.jsonl, line 1.*known shape, found "text".*--map/);
    expect(await readdir(path("no"))).toEqual([]);
  });
});

describe.concurrent("export", () => {
  test("of Parquet to sharegpt, a tenth of the prompts apart, reads back as the same pairs", async () => {
    const document = await icrmJson<Imported & Written & { held_out: Written; duplicates: number }>(
      ...["export", "--input", path("rows.parquet"), "--to", "llamafactory-sharegpt", "--deduplicate"],
      ...["--out", path("train.json"), "--held-out", path("held.jsonl")],
    );
    expect(document).toMatchObject({ read: 60, duplicates: 30, left_out: [] });
    const training = JSON.parse(await readFile(path("train.json"), "utf8"));
    expect(training).toHaveLength(document.written);
    expect(document.written + document.held_out.written).toBe(30);
    expect(training[0]).toMatchObject({
      conversations: [{ from: "human" }],
      chosen: { from: "gpt", value: "3 + 4 = 7" },
    });
    const again = await icrmJson<Imported & Written>(
      "import",
      "--input",
      path("train.json"),
      "--out",
      path("again.jsonl"),
    );
    expect(again).toMatchObject({ format: "llamafactory-sharegpt", pairs: document.written });
    const [first] = (await readFile(path("again.jsonl"), "utf8")).split("\n");
    expect(many).toContainEqual(JSON.parse(first ?? ""));
  });

  test("draws a subset by the seed, and says what the format has no words for", async () => {
    const write = (out: string) =>
      icrmJson<Written>(
        ...["export", "--input", path("rows.parquet"), "--to", "trl", "--subset", "7", "--seed", "3"],
        ...["--out", path(out)],
      );
    const [one, two] = [await write("seven-1.jsonl"), await write("seven-2.jsonl")];
    expect(one.written).toBe(7);
    expect(await readFile(one.out, "utf8")).toBe(await readFile(two.out, "utf8"));
    const steps = await icrmJson<Written>(
      ...["export", "--input", path("steps.jsonl"), "--to", "trl", "--out", path("steps-trl.jsonl")],
    );
    expect(steps).toMatchObject({ written: 1, left_out: [{ line: 1, field: "labels.1" }] });
  });

  test("for a cluster: data, YAML and scripts with the settings of a run; a tenth of the prompts held out", async () => {
    await writeAll(
      folder,
      new Map([["run.json", JSON.stringify({ learningRate: 0.002, tuning: "lora", loraRank: 4 })]]),
    );
    const document = await icrmJson<Imported & Written & { files: string[]; held_out: Written }>(
      ...["export", "--input", path("rows.parquet"), "--to", "cluster", "--out", path("cluster")],
      ...["--config", path("run.json")],
    );
    expect(document).toMatchObject({ read: 60, left_out: [], held_out: { left_out: [] } });
    expect(document.written + document.held_out.written).toBe(60);
    for (const file of document.files) expect((await readFile(path(`cluster/${file}`))).length).toBeGreaterThan(0);
    const settings = JSON.parse(await readFile(path("cluster/settings.json"), "utf8"));
    expect(settings.reward).toMatchObject({ learning_rate: 0.002, tuning: "lora", lora_r: 4 });
    expect(await readFile(path("cluster/icrm/losses.py"))).toEqual(await readFile("public/cluster/icrm/losses.py"));
    const { pairs } = await icrmJson<Imported>("import", "--input", path("cluster/data/icrm_preferences.json"));
    expect(pairs).toBe(document.written);
    const space = { base: { rho: 0.3 }, vary: { batchSize: { choices: [4, 8] } }, sampler: "grid", seeds: [5] };
    await writeAll(folder, new Map([["space.json", JSON.stringify(space)]]));
    await icrmJson(
      ...["export", "--input", path("rows.parquet"), "--to", "cluster", "--out", path("swept")],
      ...["--space", path("space.json")],
    );
    expect(JSON.parse(await readFile(path("swept/settings.json"), "utf8")).reward).toMatchObject({ rho: 0.3 });
    expect(JSON.parse(await readFile(path("swept/sweeps/configurations.json"), "utf8"))).toEqual([
      { values: { per_device_train_batch_size: 4 }, seed: 5 },
      { values: { per_device_train_batch_size: 8 }, seed: 5 },
    ]);
    await writeAll(folder, new Map([["wrong.json", '{"learningRate":-1}']]));
    const { code, stderr } = await icrm(
      ...["export", "--input", path("rows.parquet"), "--to", "cluster", "--out", path("no-cluster")],
      ...["--config", path("wrong.json")],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/wrong\.json, learningRate/);
  });
});

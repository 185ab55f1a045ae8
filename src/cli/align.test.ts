import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { encodeJson } from "../engine/checkpoint/json.ts";
import { loadAdapter } from "../engine/decoder/peft-adapter.ts";
import { wordProblems } from "../engine/world/index.ts";
import { icrm, icrmJson, icrmKilledAt, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyJudge, tinyReward } from "../testing/tiny-judge.ts";
import { briefPolicy, tinyModel } from "../testing/tiny-models.ts";
import { directorySource } from "./files.ts";

type Figures = Record<"goldGreedy" | "goldSampled" | "reward" | "kl" | "length", { value: number; count: number }> & {
  collapse: { shares: Record<string, number>; found: string[] };
};

interface Aligned {
  omitted: { count: number; records: { line: number; why: string }[] };
  config: Record<string, unknown>;
  seed: number;
  data_hash: string;
  steps: number;
  pairs: {
    prompts: number;
    pairs: number;
    dropped: Record<string, number>;
    gap: { histogram: { count: number }[] };
    verifier: Record<string, number>;
  };
  base: Figures;
  tuned: Figures;
  comparison: { greedy: Record<"win" | "tie" | "loss", number> };
  history: ({ step: number } & Record<string, number>)[];
  checkpoint: string;
}

const folder = temporaryFolder();
const inFolder = (path: string) => join(folder, path);
const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
const problemsOf = (split: "train" | "test", n: number) =>
  wordProblems.problems({ split, n, seed: 0 }).map(({ prompt }) => ({ prompt }));

const LONG = {
  prompt: Array<string>(3)
    .fill(problemsOf("train", 1)[0]?.prompt as string)
    .join(" "),
};
const bytesReader = tinyModel({ seed: 4, valueHead: false, layers: 1, tokenizer: "smollm2" });
const QUESTION = { question: "{prompt}\n{response}", good: "y", bad: "n", at: "end" };

beforeAll(async () => {
  await writeAll(
    folder,
    new Map([
      ["prompts.jsonl", `{"question": "How many?"}\n${lines(problemsOf("train", 12))}`],
      // In words the policy reads the second prompt, in bytes the encoder does not.
      ["one-long.jsonl", lines([...problemsOf("train", 1), LONG, ...problemsOf("train", 7).slice(1)])],
      ["judged.jsonl", lines([...problemsOf("train", 2), ...problemsOf("test", 1)])],
      ["broken.jsonl", '{"question": "How many?"}\n'],
      ["unknown.jsonl", lines([{ prompt: "Mia has 3 zeppelins." }])],
      ["field.json", '{"beta": 0.2, "gamma": 1}'],
    ]),
  );
  await writeAll(inFolder("policy"), briefPolicy({ seed: 1, layers: 1 }));
  const reward = tinyModel({ seed: 2, valueHead: true, layers: 1 });
  await writeAll(inFolder("reward"), reward);
  await writeAll(inFolder("encoder"), tinyJudge({ context: 430 }));
  const config = JSON.parse(new TextDecoder().decode(bytesReader.get("config.json")));
  await writeAll(
    inFolder("asked"),
    new Map([
      ...bytesReader,
      ["config.json", encodeJson({ ...config, max_position_embeddings: 430 })],
      ["generative_judge.json", encodeJson(QUESTION)],
    ]),
  );
  const foreign = new TextDecoder().decode(reward.get("tokenizer.json")).replace('"Zoo"', '"zeppelins"');
  await writeAll(inFolder("foreign"), new Map<string, Uint8Array | string>([...reward, ["tokenizer.json", foreign]]));
});

/** The arguments of an alignment of tiny models that keeps its snapshots in a folder of this name. */
function run(name: string, options: Record<string, string> = {}): string[] {
  const all = {
    policy: inFolder("policy"),
    reward: inFolder("reward"),
    prompts: inFolder("prompts.jsonl"),
    out: inFolder(name),
    snapshots: inFolder(`${name}-state`),
    n: "4",
    epochs: "8",
    "batch-size": "4",
    "learning-rate": "3e-3",
    "evaluate-every": "8",
    "save-every": "1",
    validation: "2",
    test: "3",
    device: "wasm",
    ...options,
  };
  return ["align", ...Object.entries(all).flatMap(([option, value]) => [`--${option}`, value])];
}

const untimed = ({ history }: Aligned) => history.map(({ tokens_per_second, ...metrics }) => metrics);

describe.concurrent("align", () => {
  test("killed and started again gives what it gives in one go", async () => {
    const [straight, killed] = await Promise.all([
      icrmJson<Aligned>(...run("straight")),
      icrmKilledAt(/"step":3,/, ...run("stopped")),
    ]);
    expect(killed.code, "it was done before it could be killed").toBeNull();
    const { code, stdout, stderr } = await icrm(...run("stopped"), "--json");
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^resuming at step ([2-9]|1\d) of 24$/m);
    // Samples, with the reference's probabilities, were kept by the first run.
    expect(killed.stderr).toMatch(/^sampling: 12 of 12$/m);
    expect(stderr).not.toMatch(/^sampling/m);
    const resumed: Aligned = JSON.parse(stdout);
    expect(untimed(resumed)).toEqual(untimed(straight));
    expect({ ...resumed, history: [], checkpoint: "" }).toEqual({ ...straight, history: [], checkpoint: "" });

    const { pairs, history, config, base, tuned, comparison } = straight;
    expect(config).toMatchObject({ beta: 0.1, num_train_epochs: 8, per_device_train_batch_size: 4, seed: 0 });
    expect(straight.omitted).toMatchObject({ count: 1, records: [{ line: 1, why: "malformed" }] });
    expect(straight.data_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(pairs).toMatchObject({ prompts: 12, pairs: 12, dropped: { unfinished: 0, equal: 0, close: 0 } });
    expect(pairs.gap.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(12);
    expect(Object.values(pairs.verifier).reduce((sum, count) => sum + count, 0)).toBe(12);

    // One history: the base's judgement first, then every step, some of them with a judgement.
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 25 }, (_, i) => i));
    const judged = history.filter((entry) => "gold/greedy" in entry);
    expect(judged.map(({ step }) => step)).toEqual([0, 8, 16, 24]);
    for (const name of ["gold/sampled", "reward", "kl", "length"]) {
      expect(judged.every((entry) => Number.isFinite(entry[name]))).toBe(true);
    }
    for (const name of ["chosen", "rejected", "margins", "accuracies"]) {
      expect(history.slice(1).every((entry) => Number.isFinite(entry[`rewards/${name}`]))).toBe(true);
    }
    expect(history[0]?.kl).toBeCloseTo(0, 4);
    expect(history[1]?.loss).toBeCloseTo(Math.LN2, 5);
    expect(history.at(-1)?.loss).toBeLessThan(0.6);
    expect(history.at(-1)?.["rewards/accuracies"]).toBe(1);
    expect(base.kl.value).toBeCloseTo(0, 4);
    expect(tuned.kl.value).toBeGreaterThan(0.1);
    expect(base.goldGreedy.count).toBe(3);
    expect(Object.values(comparison.greedy).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(tuned.collapse.shares).toEqual({
      empty: expect.any(Number),
      repetitive: expect.any(Number),
      endless: expect.any(Number),
      uniform: expect.any(Number),
    });

    // The tuned policy answers where its base does, with other answers; its pairs can be read again.
    const [prompt] = problemsOf("test", 1).map((record) => record.prompt) as [string];
    const answers = (policy: string) =>
      icrmJson<{ samples: { text: string }[] }>(
        ...["generate", "--policy", policy, "--prompt", prompt, "--n", "8", "--device", "wasm"],
      );
    const [before, after] = [await answers(inFolder("policy")), await answers(straight.checkpoint)];
    expect(after.samples).toHaveLength(8);
    expect(after.samples.map(({ text }) => text)).not.toEqual(before.samples.map(({ text }) => text));
    const written = (await readFile(join(straight.checkpoint, "pairs.jsonl"), "utf8")).trim().split("\n");
    expect(written).toHaveLength(12);
    expect(JSON.parse(written[0] as string)).toEqual({
      prompt: problemsOf("train", 1)[0]?.prompt,
      chosen: expect.any(String),
      rejected: expect.any(String),
      margin: expect.any(Number),
    });
    expect(await readFile(join(straight.checkpoint, "README.md"), "utf8")).toMatch(/gave 12 pairs/);

    const other = await icrm(...run("stopped", { beta: "0.2" }));
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/holds a run with other settings.*stopped-state/);
  });

  test.for([
    ["encoder", "scored prefix by prefix"],
    ["asked", "log-odds of “y” over “n”, at the end"],
  ] as const)(
    "a judge of texts (%s) chooses pairs in its own tokens and judges base and tuned policy; a prompt too long for it is left out",
    async ([reward, how]) => {
      const prompts = inFolder("one-long.jsonl");
      const options = { reward: inFolder(reward), prompts, epochs: "1", "evaluate-every": "2" };
      const aligned = await icrmJson<Aligned>(...run(`by-${reward}`, options));
      expect(aligned.omitted).toMatchObject({ count: 1, records: [{ file: prompts, line: 2, why: "too long" }] });
      expect(aligned.pairs).toMatchObject({ prompts: 7, pairs: 7 });
      expect([aligned.base.reward, aligned.tuned.reward].map(({ value }) => Number.isFinite(value))).toEqual([
        true,
        true,
      ]);
      expect(await readFile(join(aligned.checkpoint, "README.md"), "utf8")).toContain(how);
      if (reward !== "encoder") return;
      const pairs = (await readFile(join(aligned.checkpoint, "pairs.jsonl"), "utf8")).trim().split("\n");
      for (const { prompt, chosen, rejected, margin } of pairs.map((line) => JSON.parse(line))) {
        expect(margin).toBe(tinyReward(prompt, chosen) - tinyReward(prompt, rejected));
      }
    },
  );

  test("tunes adapters alone, on problems drawn by their number, and says so in words", async () => {
    const options = { prompts: "6", tuning: "lora", epochs: "2", "label-smoothing": "0.1" };
    const { code, stdout, stderr } = await icrm(...run("lora", options));
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/lora: \d pairs from 6 prompts; base → tuned on 3 test problems/);
    expect(stdout).toMatch(/KL, nats +-?0\.00 \[.*→ -?\d/);
    expect(stdout).toMatch(/greedy: 0 won, 3 tied, 0 lost/);
    const { config } = await loadCheckpoint(directorySource(inFolder("lora")));
    expect((await loadAdapter(directorySource(inFolder("lora/adapter")), config)).size).toBeGreaterThan(0);
  });

  test.for([
    ["a β of 0", { beta: "0" }, /β = 0 the loss does not depend on the policy/],
    ["a config with a field that is none", { config: "field.json" }, /field\.json, gamma\b/],
    ["prompts that are judged on", { prompts: "judged.jsonl" }, /judged on.*no prompt in both, found 1 of 3/],
    [
      "records without a prompt alone",
      { prompts: "broken.jsonl" },
      /No record is left.*broken\.jsonl, line 1, field prompt/,
    ],
    [
      "words the policy does not know alone",
      { prompts: "unknown.jsonl" },
      /unknown\.jsonl, line 1.*does not know the word "zeppelins"/,
    ],
    ["one sample a prompt", { n: "1" }, /No preference pair is left.*12 prompts with fewer than two finished/],
    ["rewards that are all too close", { "min-gap": "1000" }, /No preference pair.*12 whose rewards are equal or too/],
    ["a reward model of another vocabulary", { reward: "foreign" }, /reads other tokens than the policy writes/],
    ["a reward model that is none", { reward: "policy" }, /value head/],
  ] as const)("refuses %s", async ([name, options, reason]) => {
    const paths = Object.entries(options).map(([option, value]) => {
      return [option, ["config", "prompts", "reward"].includes(option) ? inFolder(value) : value];
    });
    const { code, stdout, stderr } = await icrm(...run(name.replaceAll(" ", "-"), Object.fromEntries(paths)), "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

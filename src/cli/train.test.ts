import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { contentHash } from "../engine/data/content-hash.ts";
import { holdOut } from "../engine/data/hold-out.ts";
import { SPLIT_SEED } from "../engine/training/training-data.ts";
import { icrm, icrmJson, icrmKilledAt, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyModel } from "../testing/tiny-models.ts";
import { tinyPairs } from "../testing/tiny-pairs.ts";

interface Trained {
  config: { method: string; max_steps: number };
  seed: number;
  data_hash: string;
  omitted: { count: number; records: { line: number; why: string }[] };
  memory: { path: string; bytes: number };
  steps: number;
  final: { loss: number; accuracy: number; pairs?: number; step_ends?: number };
  history: ({ step: number; tokens_per_second: number } & Record<string, number>)[];
  checkpoint: string;
}

/**
 * All problems have the same length, so that training compiles a single program; without "now" at its end a prompt is
 * no problem of the world.
 */
const pairs = [12, 14, 15, 21].map((apples) => ({
  prompt: `Farm: (a) Mia has ${apples} apples. (b) She gets 3 baskets of 6. (c) How many apples does she have?`,
  chosen: `(b) 3 * 6 = 18; (b) ${apples} + 18 = ${apples + 18}; answer ${apples + 18}`,
  rejected: `(b) 3 * 6 = 18; (b) ${apples} + 18 = ${apples + 28}; answer ${apples + 28}`,
}));
/** The same pairs as labelled steps; those of every second problem are wrong. */
const steps = pairs.map(({ prompt, chosen, rejected }, i) => ({
  prompt,
  completions: (i % 2 === 0 ? chosen : rejected).split("; "),
  labels: i % 2 === 0 ? [true, true, true] : [true, false, false],
  step_separator: "; ",
}));
const many = Array.from({ length: 12 }, (_, i) => {
  const pair = pairs[i % 4] as (typeof pairs)[number];
  return { ...pair, prompt: pair.prompt.replace("3 baskets", `${i + 2} baskets`) };
});
const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

const folder = temporaryFolder();
beforeAll(async () => {
  await writeAll(
    folder,
    new Map([
      ["pairs.jsonl", lines(pairs)],
      ["steps.jsonl", lines(steps)],
      ["world.jsonl", lines(tinyPairs(4, 1))],
      ["bad.jsonl", lines([{ prompt: "How many apples?", chosen: "answer 1", rejected: "answer  1" }, ...pairs])],
      ["same.jsonl", lines([{ prompt: "How many apples?", chosen: "answer 1", rejected: "answer  1" }])],
      ["many.jsonl", lines(many)],
      ["adapt.json", '{"generatorSteps": 2, "generatorLearningRate": 0.01}'],
      ["field.json", '{"learningRate": 0.001, "learning": true}'],
      ["broken.json", '{"learningRate": 0.001'],
    ]),
  );
  await writeAll(join(folder, "base"), tinyModel({ seed: 1, valueHead: false, layers: 1 }));
});

/** The arguments of a training of the tiny model that keeps its snapshots in a folder of this name. */
function run(
  name: string,
  { data = "pairs.jsonl", heldOut = "pairs.jsonl" as string | null, seed = 0, steps = 24 } = {},
): string[] {
  const inFolder = (path: string) => join(folder, path);
  const files = {
    data,
    ...(heldOut && { "held-out": heldOut }),
    base: "base",
    generator: "base",
    out: name,
    snapshots: `${name}-state`,
  };
  return [
    "train",
    ...Object.entries(files).flatMap(([option, path]) => [`--${option}`, inFolder(path)]),
    ...["--method", "icrm", "--steps", `${steps}`, "--batch-size", "2", "--save-every", "1", "--seed", `${seed}`],
    ...["--device", "wasm"],
  ];
}

const untimed = ({ history }: Trained) => history.map(({ tokens_per_second, ...metrics }) => metrics);

describe.concurrent("train", () => {
  test("killed and started again gives what it gives in one go", async () => {
    const adapting = ["--config", join(folder, "adapt.json")];
    const [straight, killed, unadapted] = await Promise.all([
      icrmJson<Trained>(...run("straight"), ...adapting),
      icrmKilledAt(/"step":3,/, ...run("stopped"), ...adapting),
      icrmJson<Trained>(...run("unadapted")),
    ]);
    expect(killed.code, "it was done before it could be killed").toBeNull();
    const { code, stdout, stderr } = await icrm(...run("stopped"), ...adapting, "--json");
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^resuming at step ([2-9]|1\d) of 24$/m);
    // The generator is adapted again, with the same result.
    expect(stderr.match(/^\{"generator":\{"step":\d,"loss":/gm)).toHaveLength(2);
    // The log has the metrics, one JSON object a line.
    const logged = stderr.split("\n").filter((line) => line.startsWith("{"));
    expect(JSON.parse(logged.at(-1) as string).step).toBe(24);
    const resumed: Trained = JSON.parse(stdout);
    expect(untimed(resumed)).toEqual(untimed(straight));
    expect(resumed.final).toEqual(straight.final);
    expect(unadapted.history[0]?.["loss/bt"]).toBe(straight.history[0]?.["loss/bt"]);
    expect(unadapted.history[0]?.["loss/icr"]).not.toBe(straight.history[0]?.["loss/icr"]);

    expect(straight).toMatchObject({
      config: { method: "icrm", max_steps: 24 },
      seed: 0,
      steps: 24,
      final: { pairs: 4 },
    });
    expect(straight.memory).toEqual({ path: "whole", frozenAs: "float32", bytes: expect.any(Number), frozen: null });
    expect(stderr).toMatch(/^whole graph, about \d+ MB$/m);
    expect(straight.data_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(straight.history.map(({ step }) => step)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect(straight.history[0]).toMatchObject({
      loss: expect.any(Number),
      "loss/bt": expect.any(Number),
      "loss/sft": expect.any(Number),
      "loss/icr": expect.any(Number),
      grad_norm: expect.any(Number),
      learning_rate: expect.any(Number),
    });

    const { records } = await icrmJson<{ records: { outcome: number }[] }>(
      ...["score", "--model", straight.checkpoint, "--input", join(folder, "pairs.jsonl"), "--device", "wasm"],
    );
    expect(records).toHaveLength(8);

    const other = await icrm(...run("stopped", { seed: 1 }), ...adapting);
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/holds a run with other settings.*stopped-state/);
  });

  test("a process reward model learns from stepwise data, and from the world's labels of pairs", async () => {
    const prm = (name: string, data: string, method: string) => {
      const [command = "", ...rest] = run(name, { data });
      const heldOut = rest.indexOf("--held-out");
      return [command, ...rest.with(heldOut + 1, join(folder, data)), "--method", method, "--steps", "2"];
    };
    const [steps, world, unknown] = await Promise.all([
      icrmJson<Trained>(...prm("from-steps", "steps.jsonl", "prm")),
      icrmJson<Trained>(...prm("from-pairs", "world.jsonl", "prm_icrm")),
      icrm(...prm("unknown", "pairs.jsonl", "prm")),
    ]);
    // Four responses with three steps each.
    expect(steps).toMatchObject({ config: { method: "prm" }, steps: 2, final: { step_ends: 12 } });
    expect(steps.history[0]).toMatchObject({ "loss/prm": expect.any(Number) });
    expect(world).toMatchObject({ config: { method: "prm_icrm" }, final: { pairs: 4 } });
    expect(world.history[0]).toMatchObject({ "loss/prm": expect.any(Number), "loss/icr": expect.any(Number) });
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(
      /No record is left.*pairs\.jsonl, line 1: steps without labels\. Nobody knows which steps/,
    );
  });

  test("leaves out a pair whose sides are the same tokens, naming its line; where no other is left, it stops", async () => {
    const [bad, strict, same] = await Promise.all([
      icrmJson<Trained>(...run("bad", { data: "bad.jsonl", steps: 1 })),
      icrm(...run("strict", { data: "bad.jsonl" }), "--strict", "--json"),
      icrm(...run("same", { data: "same.jsonl" }), "--json"),
    ]);
    expect(bad.omitted).toMatchObject({ count: 1, records: [{ line: 1, why: "same tokens on both sides" }] });
    expect({ code: strict.code, stdout: strict.stdout }).toEqual({ code: 1, stdout: "" });
    expect(strict.stderr).toMatch(/same tokens to the model.*\(.*bad\.jsonl, line 1\)/);
    expect({ code: same.code, stdout: same.stdout }).toEqual({ code: 1, stdout: "" });
    expect(same.stderr).toMatch(/No record is left.*same\.jsonl, line 1: same tokens/);
  });

  test("holds the same prompts out whatever the seed: those that page and sweeps hold out of the file", async () => {
    const hashes = await Promise.all(
      [0, 1].map(async (seed) => {
        const options = run(`split-${seed}`, { data: "many.jsonl", heldOut: null, seed, steps: 1 });
        return (await icrmJson<Trained>(...options)).data_hash;
      }),
    );
    const { training } = holdOut(many, SPLIT_SEED, "many.jsonl");
    expect(hashes).toEqual(Array(2).fill(await contentHash(training)));
  });

  test.for([
    ["field.json", /field\.json, learning\b/],
    ["broken.json", /not valid JSON.*broken\.json/],
  ] as const)("names what is wrong with the config %s", async ([file, reason]) => {
    const { code, stdout, stderr } = await icrm(...run(file), "--config", join(folder, file), "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

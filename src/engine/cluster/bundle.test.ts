import { describe, expect, test } from "vitest";
import { directorySource, listDirectory, readBytes } from "../../cli/files.ts";
import { DPO_CONFIG, LLAMA_FACTORY, REWARD_CONFIG, TRAINING_ARGUMENTS } from "../../testing/argument-names.ts";
import { importAll } from "../data/import.ts";
import type { ImportedPreference, LabelledSteps } from "../data/record.ts";
import { PlaygroundError } from "../errors.ts";
import { checkPlan } from "../sweep/plan.ts";
import { readSweep } from "../sweep/record.ts";
import { DPO_DEFAULTS } from "../training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS } from "../training/reward-model-config.ts";
import { wordProblems } from "../world/index.ts";
import type { Problem } from "../world/world.ts";
import { type ClusterMaterial, clusterBundle } from "./bundle.ts";
import { loadPack } from "./pack.ts";
import { settingsYaml } from "./settings.ts";

const chat: ImportedPreference = {
  prompt: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "q" },
  ],
  chosen: [{ role: "assistant", content: 'it\'s "a": #1' }],
  rejected: [{ role: "assistant", content: "b" }],
  margin: 2,
};
const text: ImportedPreference = { prompt: "What is 3 + 4?", chosen: "7", rejected: "8" };

const pack = await loadPack(directorySource("public/cluster"));

function bundle(changes: Partial<ClusterMaterial> = {}) {
  const { files, leftOut } = clusterBundle(
    {
      name: "my run",
      data: { name: "mine", hash: "0123456789abcdef".repeat(4) },
      training: [text, chat],
      heldOut: [chat],
      reward: REWARD_MODEL_DEFAULTS,
      policy: DPO_DEFAULTS,
      ...changes,
    },
    pack,
  );
  const read = (path: string) => new TextDecoder().decode(files.get(path));
  return { files, leftOut, read, json: (path: string) => JSON.parse(read(path)) };
}

interface DataSetInfo {
  file_name: string;
  columns: Record<string, string>;
  ranking?: boolean;
  tags: Record<string, string>;
}

test("the data are what dataset_info.json says, every row with the same columns", async () => {
  const { json } = bundle();
  const info = json("data/dataset_info.json");
  expect(Object.keys(info)).toEqual(["icrm_preferences", "icrm_held_out", "icrm_responses"]);
  for (const { file_name, columns, ranking = false, tags } of Object.values<DataSetInfo>(info)) {
    const rows: Record<string, unknown>[] = json(`data/${file_name}`);
    // Columns that `dataset_info.json` does not name are for icrm/.
    const beside = ranking ? ["form", "margin"] : [];
    for (const row of rows) expect(Object.keys(row).sort()).toEqual([...Object.values(columns), ...beside].sort());
    const messages = rows.flatMap((row) => row[columns.messages ?? ""] as object[]);
    for (const message of messages) expect(Object.keys(message)).toEqual([tags.role_tag, tags.content_tag]);
    expect(ranking).toBe("chosen" in columns);
  }
  expect(json("data/icrm_responses.json")).toHaveLength(4);
  expect(json("data/icrm_preferences.json")).toMatchObject([
    { margin: 0, form: "text" },
    { margin: 2, form: null },
  ]);
  const bytes = new TextEncoder().encode(JSON.stringify(json("data/icrm_preferences.json")));
  const { records } = await importAll(new Blob([bytes]), "icrm_preferences.json");
  const { prompt, chosen, rejected, margin } = chat;
  expect(records[1]?.record).toMatchObject({ prompt, chosen: [chosen], rejected: [rejected], margin });
  expect(records[0]?.record).toMatchObject({ prompt: text.prompt, chosen: [text.chosen], rejected: [text.rejected] });
});

test("pairs without words for them are left out by their place; where none is left, it says which", () => {
  const backwards: ImportedPreference = { ...chat, prompt: [{ role: "assistant", content: "hm" }] };
  const { leftOut, json } = bundle({ training: [backwards, text], heldOut: [] });
  expect(leftOut.training).toMatchObject([{ number: 1, field: "prompt.0.role", found: "assistant" }]);
  expect(Object.keys(json("data/dataset_info.json"))).not.toContain("icrm_held_out");
  expect(() => bundle({ training: [backwards] })).toThrow(PlaygroundError);
  expect(() => bundle({ training: [backwards] })).toThrow(/my run, pair 1, field prompt.0.role/);
});

test("the settings are the run's", () => {
  const reward = { ...REWARD_MODEL_DEFAULTS, tuning: "lora" as const, generatorLearningRate: 1e-7, minLrRate: 0.1 };
  const { read, json } = bundle({ reward, policy: { ...DPO_DEFAULTS, beta: 0.25 } });
  const yaml = read("llamafactory/generator.yaml").split("\n");
  const wanted = [
    "stage: sft",
    "finetuning_type: lora",
    "lora_target: all",
    "learning_rate: 1.0e-7",
    "cutoff_len: 1024",
  ];
  expect(yaml).toEqual(expect.arrayContaining(wanted));
  expect(yaml).toContain('lr_scheduler_kwargs: "{\\"min_lr_rate\\":0.1}"');
  expect(read("llamafactory/policy.yaml")).toContain("\npref_beta: 0.25\n");
  expect(read("llamafactory/policy.yaml")).toContain("\neval_dataset: icrm_held_out\n");
  expect(read("trl/dpo.py")).toContain("beta=0.25,");
  expect(json("settings.json")).toMatchObject({
    // The settings stand under the pack's names, which are those that files use.
    reward: { method: "icrm", gradient_accumulation_steps: 1, min_lr_rate: 0.1, eval_steps: 128 },
    policy: { beta: 0.25, eval_steps: 10 },
    data: { name: "mine", hash: "0123456789abcdef".repeat(4), pairs: 2, held_out: 1 },
  });
  expect(read("README.md")).toContain("| learning rate of the generator | 1e-7 | 1e-7 (adapters), 1e-5 (head) |");
});

test("upper layers are LLaMA-Factory's freeze tuning", () => {
  const { read } = bundle({ reward: { ...REWARD_MODEL_DEFAULTS, tuning: "top", trainableLayers: 2 } });
  const wanted = ["finetuning_type: freeze", "freeze_trainable_layers: 2", "freeze_extra_modules: norm"];
  expect(read("llamafactory/generator.yaml").split("\n")).toEqual(expect.arrayContaining(wanted));
  expect(read("README.md")).toContain("| tuning | top, 2 layers |");
});

test("the space is W&B's too: every field with its distribution, the seeds as values", () => {
  const { read, json } = bundle();
  const parameters = Object.fromEntries(
    [...read("sweeps/wandb.yaml").matchAll(/^ {2}(\w+): (\{.*\})$/gm)].map(([, name, value = ""]) => [
      name,
      JSON.parse(value),
    ]),
  );
  expect(parameters).toEqual({
    learning_rate: { distribution: "log_uniform_values", min: 1e-6, max: 1e-4 },
    rho: { distribution: "uniform", min: 0.02, max: 0.5 },
    seed: { values: [0, 1, 2] },
  });
  expect(read("sweeps/wandb.yaml")).toContain('\n  name: "eval/accuracy"\n  goal: maximize\n');
  expect(readSweep(json("sweeps/space.json"), "space.json").plan.base).toEqual(REWARD_MODEL_DEFAULTS);
  expect(json("sweeps/configurations.json")).toHaveLength(72);
});

test("arrays of jobs have a job for every configuration with every seed", () => {
  const sweep = checkPlan(
    { base: {}, vary: { rho: { choices: [0.1, 0.5] } }, sampler: "grid", seeds: [0, 1, 2] },
    "space",
  );
  const { read, json } = bundle({ sweep });
  expect(json("sweeps/configurations.json")).toHaveLength(6);
  expect(read("sweeps/slurm.sh")).toContain("\n#SBATCH --array=0-5\n");
  expect(read("sweeps/kubernetes.yaml")).toContain("\n  completions: 6\n  parallelism: 6\n");
});

test("ICRM comes as its files are, every one of public/cluster", async () => {
  const { files } = bundle();
  const listed = (await listDirectory("public/cluster"))
    .map(({ path }) => path)
    .filter((path) => !path.includes("__pycache__"));
  expect([...pack.keys()].sort()).toEqual(listed.sort());
  for (const path of listed) expect(files.get(path)).toEqual(await readBytes(`public/cluster/${path}`));
});

describe("names of settings", () => {
  const reward = { ...REWARD_MODEL_DEFAULTS, centerRewardsCoefficient: 0.01, minLrRate: 0.1 };
  const every = (["full", "lora", "top"] as const).map((tuning) => bundle({ reward: { ...reward, tuning } }));

  test.each(["generator", "policy"])("LLaMA-Factory and Transformers know all of %s.yaml", (stage) => {
    for (const { read } of every) {
      const names = read(`llamafactory/${stage}.yaml`).match(/^\w+(?=:)/gm) ?? [];
      expect(names).toContain("warmup_steps");
      expect([...TRAINING_ARGUMENTS, ...LLAMA_FACTORY]).toEqual(expect.arrayContaining(names));
    }
  });

  test("TRL and Transformers know all of trl/dpo.py", () => {
    for (const { read } of every) {
      const names = (read("trl/dpo.py").match(/^ {8}\w+(?==)/gm) ?? []).map((name) => name.trim());
      expect(names).toContain("warmup_steps");
      expect([...TRAINING_ARGUMENTS, ...DPO_CONFIG]).toEqual(expect.arrayContaining(names));
    }
  });

  test("TRL and Transformers know all that icrm/ sets and has no field for", async () => {
    const { read } = bundle();
    const config = read("icrm/config.py");
    // The config is TRL's plus the settings of the table, under the names of TRL's fields where TRL has such a field.
    const own = [...read("icrm/settings_table.py").matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name);
    const theirs = own.filter((name) => [...TRAINING_ARGUMENTS, ...REWARD_CONFIG].includes(name as string));
    expect(theirs).toEqual([
      ...["learning_rate", "max_steps", "per_device_train_batch_size", "weight_decay", "max_grad_norm"],
      ...["gradient_accumulation_steps", "center_rewards_coefficient", "eval_steps", "seed"],
    ]);
    const given = [...config.matchAll(/^ {12}"(\w+)":/gm)].map(([, name]) => name);
    const train = [...read("icrm/train.py").matchAll(/^ {8}(\w+)=(?!arguments.resume)/gm)].map(([, name]) => name);
    const called = ["train_dataset", "eval_dataset", "callbacks", "peft_config"];
    const lora = ["task_type", "r", "lora_alpha", "target_modules", "modules_to_save"];
    const set = [...given, ...train].filter((name) => ![...called, ...lora].includes(name as string));
    expect(set).toContain("remove_unused_columns");
    expect([...TRAINING_ARGUMENTS, ...REWARD_CONFIG]).toEqual(expect.arrayContaining(set));
  });
});

test("warm-up is a share of the steps for TRL, below 1, and a number of steps for LLaMA-Factory", () => {
  // Two pairs, one pair a step, 100 epochs: 200 steps.
  const policy = { ...DPO_DEFAULTS, epochs: 100, batchSize: 1, gradientAccumulationSteps: 1, warmupRatio: 0.03 };
  const { read } = bundle({ policy });
  expect(read("trl/dpo.py")).toContain("\n        warmup_steps=0.03,\n");
  expect(read("trl/dpo.py")).toContain('\nrequire_version("transformers>=5.2")\n');
  expect(read("llamafactory/policy.yaml")).toContain("\nwarmup_steps: 6\n");
  const all = bundle({ policy: { ...policy, warmupRatio: 1 } });
  expect(all.read("trl/dpo.py")).toContain("warmup_steps=0.999999,");
  expect(all.read("llamafactory/policy.yaml")).toContain("\nwarmup_steps: 200\n");
});

test("what YAML would read otherwise is quoted, and a number stays a number", () => {
  const settings = settingsYaml([
    ["a", "yes"],
    ["b", "1e3"],
    ["c", "a: b # c"],
    ["d", "google/gemma-2b-it"],
    ["e", 1.5e-7],
    ["f", 2e-7],
    ["g", false],
  ]);
  expect(settings).toBe('a: "yes"\nb: "1e3"\nc: "a: b # c"\nd: google/gemma-2b-it\ne: 1.5e-7\nf: 2.0e-7\ng: false\n');
});

describe("a run that learned from steps", () => {
  const reward = { ...REWARD_MODEL_DEFAULTS, method: "prm_icrm" } as const;
  const steps: LabelledSteps = {
    ...{ kind: "steps", prompt: "What is 3 + 4?", steps: ["3 + 4 = 8", "so 8"], correct: false },
    labels: [false, null],
  };

  test("goes out as TRL's stepwise data, which read back the same; without pairs there is no stage for a policy", async () => {
    const { files, json, read } = bundle({ reward, training: [steps], heldOut: [steps] });
    const rows = json("data/icrm_steps.json");
    expect(rows).toEqual([
      { prompt: steps.prompt, completions: steps.steps, labels: [false, null], step_separator: "\n" },
    ]);
    expect(json("data/icrm_held_out_steps.json")).toEqual(rows);
    expect(Object.keys(json("data/dataset_info.json"))).toEqual(["icrm_responses"]);
    expect(json("data/icrm_responses.json")[0].messages[1].content).toBe("3 + 4 = 8\nso 8");
    expect([...files.keys()].filter((path) => /dpo|policy/.test(path))).toEqual([]);
    expect(read("README.md")).not.toMatch(/trl\/dpo|policy\.yaml|icrm_held_out\.json/);
    expect(json("settings.json")).toMatchObject({ reward: { per_device_train_batch_size: 8 }, data: { pairs: 1 } });
    const whole = new TextEncoder().encode(JSON.stringify([{ ...rows[0], labels: [false, false] }]));
    const { records } = await importAll(new Blob([whole]), "icrm_steps.json");
    expect(records[0]?.record).toMatchObject({ prompt: steps.prompt, steps: steps.steps, separator: "\n" });
  });

  test("on pairs of the world: both responses, labelled by the verifier; a batch counts twice as many rows", () => {
    const [problem] = wordProblems.problems({ split: "train", n: 1, seed: 3 });
    const { prompt, solution } = problem as Problem;
    const pair = { prompt, chosen: solution, rejected: "(a) 1 + 1 = 3; answer 3" };
    const sweep = checkPlan({ base: reward, vary: { batchSize: { choices: [1, 3] } }, seeds: [0], trials: 2 }, "space");
    const { json, leftOut, read } = bundle({ reward, training: [pair, text], heldOut: [], sweep });
    const [right, wrong, ...more] = json("data/icrm_steps.json");
    expect(more).toEqual([]);
    expect(right.completions.join(right.step_separator)).toBe(solution);
    expect(right.labels.every((label: boolean) => label)).toBe(true);
    expect(wrong).toMatchObject({ completions: ["(a) 1 + 1 = 3;", " answer 3"], labels: [false, false] });
    expect(leftOut.training).toMatchObject([{ number: 2, field: "prompt", found: "a pair about something else" }]);
    expect(json("settings.json")).toMatchObject({ reward: { per_device_train_batch_size: 16 }, data: { pairs: 1 } });
    expect(json("sweeps/space.json").vary.per_device_train_batch_size).toEqual({ choices: [2, 6] });
    expect(read("llamafactory/generator.yaml")).toContain("\nper_device_train_batch_size: 16\n");
    expect(json("data/icrm_preferences.json")).toHaveLength(2);
  });

  test("is refused where no step has a label, naming the first record and what it lacks", () => {
    expect(() => bundle({ reward, training: [text] })).toThrow(
      /No record has labelled steps \(my run, record 1, field prompt\).*embedded world.*something else/s,
    );
    const blank = { ...steps, steps: ["3 + 4 = 8", " "] };
    expect(() => bundle({ reward, training: [blank] })).toThrow(/field steps\.1/);
  });
});

import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DPO_CONFIG, LLAMA_FACTORY, REWARD_CONFIG, TRAINING_ARGUMENTS } from "../../testing/argument-names.ts";
import { importAll } from "../data/import.ts";
import type { ImportedPreference } from "../data/record.ts";
import { PlaygroundError } from "../errors.ts";
import { DPO_DEFAULTS } from "../training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS } from "../training/reward-model-config.ts";
import { type ClusterMaterial, clusterBundle } from "./bundle.ts";
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

function bundle(changes: Partial<ClusterMaterial> = {}) {
  const { files, leftOut } = clusterBundle({
    name: "my run",
    training: [text, chat],
    heldOut: [chat],
    reward: REWARD_MODEL_DEFAULTS,
    policy: DPO_DEFAULTS,
    ...changes,
  });
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
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(Object.values(columns).sort());
    const messages = rows.flatMap((row) => row[columns.messages ?? ""] as object[]);
    for (const message of messages) expect(Object.keys(message)).toEqual([tags.role_tag, tags.content_tag]);
    expect(ranking).toBe("chosen" in columns);
  }
  expect(json("data/icrm_responses.json")).toHaveLength(4);
  const bytes = new TextEncoder().encode(JSON.stringify(json("data/icrm_preferences.json")));
  const { records } = await importAll(new Blob([bytes]), "icrm_preferences.json");
  const { margin, ...said } = chat;
  expect(records[1]?.record).toMatchObject({ prompt: said.prompt, chosen: [said.chosen], rejected: [said.rejected] });
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
  const reward = { ...REWARD_MODEL_DEFAULTS, tuning: "lora" as const, learningRate: 1e-7, finalRatio: 0.1, steps: 64 };
  const { read } = bundle({ reward, policy: { ...DPO_DEFAULTS, beta: 0.25 } });
  const yaml = read("llamafactory/reward-model.yaml").split("\n");
  const wanted = [
    "stage: rm",
    "finetuning_type: lora",
    "lora_target: all",
    "learning_rate: 1.0e-7",
    "cutoff_len: 1024",
  ];
  expect(yaml).toEqual(expect.arrayContaining([...wanted, "num_train_epochs: 256", "eval_dataset: icrm_held_out"]));
  expect(yaml).toContain('lr_scheduler_kwargs: "{\\"min_lr_rate\\":0.1}"');
  expect(read("llamafactory/policy.yaml")).toContain("\npref_beta: 0.25\n");
  expect(read("llamafactory/generator.yaml")).toContain("\nlearning_rate: 0.0001\n");
  expect(read("trl/reward.py")).toContain('lr_scheduler_kwargs="{\\"min_lr_rate\\":0.1}",');
  expect(read("trl/dpo.py")).toContain("beta=0.25,");
  expect(read("README.md")).toContain("| learning rate of the reward model | 1e-7 | 1e-5 |");
});

test("upper layers are LLaMA-Factory's freeze tuning, and TRL's script lets them go on learning", () => {
  const reward = { ...REWARD_MODEL_DEFAULTS, tuning: "top" as const, trainableLayers: 2 };
  const { read } = bundle({ reward });
  const wanted = ["finetuning_type: freeze", "freeze_trainable_layers: 2", "freeze_extra_modules: norm"];
  expect(read("llamafactory/reward-model.yaml").split("\n")).toEqual(expect.arrayContaining(wanted));
  expect(read("trl/reward.py")).toContain("[*model.base_model.layers[-2:], model.base_model.norm]");
  expect(read("README.md")).toContain("| tuning | top, 2 layers |");
});

describe("names of settings", () => {
  const reward = { ...REWARD_MODEL_DEFAULTS, centering: 0.01, finalRatio: 0.1 };
  const every = (["full", "lora", "top"] as const).map((tuning) => bundle({ reward: { ...reward, tuning } }));

  test.each(["generator", "reward-model", "policy"])("LLaMA-Factory and Transformers know all of %s.yaml", (stage) => {
    for (const { read } of every) {
      const names = read(`llamafactory/${stage}.yaml`).match(/^\w+(?=:)/gm) ?? [];
      expect(names).toContain("warmup_steps");
      expect([...TRAINING_ARGUMENTS, ...LLAMA_FACTORY]).toEqual(expect.arrayContaining(names));
    }
  });

  test.each([
    ["reward", REWARD_CONFIG],
    ["dpo", DPO_CONFIG],
  ])("TRL and Transformers know all of trl/%s.py", (script, own) => {
    for (const { read } of every) {
      const names = read(`trl/${script}.py`).match(/^ {8}\w+(?==)/gm) ?? [];
      expect(names.map((name) => name.trim())).toContain("warmup_steps");
      expect([...TRAINING_ARGUMENTS, ...own]).toEqual(expect.arrayContaining(names.map((name) => name.trim())));
    }
  });
});

test("warm-up is a share of the steps for TRL, below 1, and a number of steps for LLaMA-Factory", () => {
  const { read } = bundle({ reward: { ...REWARD_MODEL_DEFAULTS, steps: 200, warmupRatio: 0.03 } });
  expect(read("trl/reward.py")).toContain("\n        warmup_steps=0.03,\n");
  expect(read("trl/reward.py")).toContain('\nrequire_version("transformers>=5.2")\n');
  expect(read("llamafactory/reward-model.yaml")).toContain("\nwarmup_steps: 6\n");
  const all = bundle({ reward: { ...REWARD_MODEL_DEFAULTS, steps: 200, warmupRatio: 1 } });
  expect(all.read("trl/reward.py")).toContain("warmup_steps=0.999999,");
  expect(all.read("llamafactory/reward-model.yaml")).toContain("\nwarmup_steps: 200\n");
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

const python = (...args: string[]) => spawnSync("python3", args, { encoding: "utf8" });
const hasPython = python("--version").status === 0;
const hasYaml = hasPython && python("-c", "import yaml").status === 0;

describe.skipIf(!hasPython)("Python", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cluster-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(["full", "lora", "top", "head"] as const)("compiles the scripts; tuning %s", async (tuning) => {
    const lora = { loraTargets: ["q_proj", "v_proj"] };
    for (const heldOut of [[], [chat]]) {
      const { read } = bundle({
        heldOut,
        reward: { ...REWARD_MODEL_DEFAULTS, tuning, ...lora, centering: 0.01, finalRatio: 0.1 },
        policy: { ...DPO_DEFAULTS, tuning: tuning === "lora" ? "lora" : "full", ...lora },
      });
      for (const script of ["reward.py", "dpo.py"]) {
        const path = join(folder, script);
        await writeFile(path, read(`trl/${script}`));
        const { status, stderr } = python("-m", "py_compile", path);
        expect(status, stderr).toBe(0);
      }
    }
  });

  test.skipIf(!hasYaml)("reads the YAML: numbers as numbers, words as words", async () => {
    const reward = { ...REWARD_MODEL_DEFAULTS, learningRate: 1e-7, tuning: "lora" as const, finalRatio: 0.1 };
    const path = join(folder, "stage.yaml");
    await writeFile(path, bundle({ reward }).read("llamafactory/reward-model.yaml"));
    const program = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))";
    expect(JSON.parse(python("-c", program, path).stdout)).toMatchObject({
      model_name_or_path: "google/gemma-2b-it",
      stage: "rm",
      do_train: true,
      learning_rate: 1e-7,
      lr_scheduler_kwargs: '{"min_lr_rate":0.1}',
      lora_rank: 32,
      bf16: true,
    });
  });
});

test("a run that learned from steps is refused by name: LLaMA-Factory has no process supervision", () => {
  const reward = { ...REWARD_MODEL_DEFAULTS, method: "prm_icrm" } as const;
  expect(() => bundle({ reward })).toThrow(/no process supervision.*my run.*prm_icrm/s);
});

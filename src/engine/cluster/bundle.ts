import { encodeJson } from "../checkpoint/json.ts";
import type { Refusal } from "../data/import-report.ts";
import type { Preference } from "../data/preference.ts";
import type { Supervision, TrainingRecord } from "../data/read-records.ts";
import { PlaygroundError } from "../errors.ts";
import type { SweepPlan } from "../sweep/plan.ts";
import { DPO_SETTINGS, type DpoConfig } from "../training/dpo-config.ts";
import { type RewardModelConfig, supervisionOf } from "../training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";
import { withFileNames } from "../training/setting-names.ts";
import { wordProblems } from "../world/index.ts";
import { clusterReadme } from "./cluster-readme.ts";
import { dataFiles, type PackedRows, rankedPairs } from "./preference-files.ts";
import { settingsYaml } from "./settings.ts";
import { dpoStage, generatorStage, type StageMaterial } from "./stages.ts";
import { stepRows } from "./step-rows.ts";
import { spaceAround, sweepFiles } from "./sweep-files.ts";
import { dpoScript } from "./trl-script.ts";

/** What goes to a cluster: data, and the settings that were found here. */
export interface ClusterMaterial {
  name: string;
  /**
   * The data's name, and the hash of the training records (`contentHash`), by which imported runs are matched to the
   * data.
   */
  data: { name: string; hash: string };
  /**
   * Preference pairs; or, where the method learns from steps, responses in labelled steps or pairs of the embedded
   * world.
   */
  training: readonly TrainingRecord[];
  heldOut: readonly TrainingRecord[];
  reward: RewardModelConfig;
  policy: DpoConfig;
  /** The sweep to run on the cluster; left out, the sweep is a space around the reward model's config. */
  sweep?: SweepPlan | undefined;
}

export interface ClusterBundle {
  /** Files by path. */
  files: Map<string, Uint8Array>;
  /** Records that no file holds, each with its position among the training or the held-out records. */
  leftOut: { training: Refusal[]; heldOut: Refusal[] };
}

/**
 * Packs a training done here for a cluster: ICRM itself on TRL (`icrm/`, with its settings and its tests), `data/`,
 * `llamafactory/` with a YAML file for each stage that LLaMA-Factory has, `trl/` with a script, and a README.
 * @param pack the files that `loadPack` returns
 * @throws PlaygroundError if no training record can be written: LLaMA-Factory can express none of the pairs, or no
 *   record has labelled steps
 */
export function clusterBundle(
  { name, data: source, training, heldOut, reward: found, policy, sweep }: ClusterMaterial,
  pack: ReadonlyMap<string, Uint8Array>,
): ClusterBundle {
  const supervision = supervisionOf(found);
  const parts = { training: partOf(training, supervision), heldOut: partOf(heldOut, supervision) };
  if (parts.training.rows === 0) throw nothingToTrainOn(name, supervision, parts.training.leftOut);
  // Both responses of a pair become rows, so a batch of n pairs here is a batch of 2 n rows there.
  const rowsAPair = supervision === "steps" && parts.training.pairs.length > 0 ? 2 : 1;
  const reward = inRows(found, rowsAPair);
  const material: StageMaterial = {
    ...{ supervision, reward, policy },
    rows: parts.training.rows,
    heldOut: parts.heldOut.rows,
    pairs: parts.training.pairs.length,
    heldOutPairs: parts.heldOut.pairs.length,
  };
  const text = (content: string) => new TextEncoder().encode(content);
  const settings = {
    reward: withFileNames<unknown>(REWARD_MODEL_SETTINGS, reward),
    policy: withFileNames<unknown>(DPO_SETTINGS, policy),
    data: { ...source, pairs: material.rows / rowsAPair, held_out: material.heldOut / rowsAPair },
  };
  const plan = sweep ? planInRows(sweep, rowsAPair) : spaceAround(reward);
  const files = new Map([
    ...pack,
    ["README.md", text(clusterReadme(name, material))],
    ["settings.json", encodeJson(settings)],
    ...[...dataFiles(parts.training, parts.heldOut)].map(([path, bytes]) => [`data/${path}`, bytes] as const),
    ...[...sweepFiles(plan)].map(([path, bytes]) => [`sweeps/${path}`, bytes] as const),
    ["llamafactory/generator.yaml", text(settingsYaml(generatorStage(material)))],
    ...(material.pairs > 0
      ? ([
          ["llamafactory/policy.yaml", text(settingsYaml(dpoStage(material)))],
          ["trl/dpo.py", text(dpoScript(material))],
        ] as const)
      : []),
  ]);
  return { files, leftOut: { training: parts.training.leftOut, heldOut: parts.heldOut.leftOut } };
}

interface Part extends PackedRows {
  /** How many rows the reward model is trained on. */
  rows: number;
  leftOut: Refusal[];
}

function partOf(records: readonly TrainingRecord[], supervision: Supervision): Part {
  const ranked = rankedPairs(records.filter((record): record is Preference => !("steps" in record)));
  if (supervision === "pairs") return { ...ranked, steps: [], rows: ranked.pairs.length };
  const { rows, leftOut } = stepRows(records, wordProblems);
  return { pairs: ranked.pairs, steps: rows, rows: rows.length, leftOut };
}

function inRows(config: RewardModelConfig, rowsAPair: number): RewardModelConfig {
  return { ...config, batchSize: rowsAPair * config.batchSize };
}

function planInRows(plan: SweepPlan, rowsAPair: number): SweepPlan {
  const scaled = (batches: unknown) => (batches as number[]).map((batch) => rowsAPair * batch);
  const { batchSize, ...others } = plan.vary;
  const own = batchSize && {
    batchSize: Object.fromEntries(
      Object.entries(batchSize).map(([key, value]) => [key, key === "when" ? value : scaled(value)]),
    ),
  };
  const listed = plan.listed?.map((values) =>
    values.batchSize === undefined ? values : { ...values, batchSize: rowsAPair * Number(values.batchSize) },
  );
  return {
    ...plan,
    base: inRows(plan.base, rowsAPair),
    vary: { ...others, ...own } as SweepPlan["vary"],
    ...(listed && { listed }),
  };
}

function nothingToTrainOn(name: string, supervision: Supervision, [first]: readonly Refusal[]): PlaygroundError {
  const isSteps = supervision === "steps";
  return new PlaygroundError({
    what: isSteps ? "No record has labelled steps" : "LLaMA-Factory has words for none of the pairs",
    where: first ? `${name}, ${isSteps ? "record" : "pair"} ${first.number}, field ${first.field}` : name,
    expected: first?.expected ?? (isSteps ? "at least one response in labelled steps" : "at least one preference pair"),
    found: first?.found ?? "none",
    fix: isSteps
      ? "Give stepwise data (TRL's, PRM800K's or ProcessBench's shape), or take a method that compares pairs."
      : "Give preference pairs whose user and assistant speak in turns.",
  });
}

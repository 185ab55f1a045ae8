import { encodeJson } from "../checkpoint/json.ts";
import type { ImportedPreference } from "../data/record.ts";
import { PlaygroundError } from "../errors.ts";
import { type SweepPlan, trialsOf } from "../sweep/plan.ts";
import { DPO_SETTINGS, type DpoConfig } from "../training/dpo-config.ts";
import { type RewardModelConfig, supervisionOf } from "../training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";
import { withFileNames } from "../training/setting-names.ts";
import { clusterReadme } from "./cluster-readme.ts";
import { dataFiles, type RankedPairs, rankedPairs } from "./preference-files.ts";
import { settingsYaml } from "./settings.ts";
import { dpoStage, generatorStage, type StageMaterial } from "./stages.ts";
import { spaceAround, sweepFiles } from "./sweep-files.ts";
import { dpoScript } from "./trl-script.ts";

/** What goes to a cluster: pairs, and the settings that were found here. */
export interface ClusterMaterial {
  name: string;
  /** The data's name, and the hash of the training pairs (`contentHash`): runs from elsewhere are known by them. */
  data: { name: string; hash: string };
  training: readonly ImportedPreference[];
  heldOut: readonly ImportedPreference[];
  reward: RewardModelConfig;
  policy: DpoConfig;
  /** What is to be searched there; a space around the reward model's config where it is left out. */
  sweep?: SweepPlan | undefined;
}

export interface ClusterBundle {
  /** By path. */
  files: Map<string, Uint8Array>;
  /** Pairs that LLaMA-Factory has no words for, by their place among the training and among the held-out ones. */
  leftOut: { training: RankedPairs["leftOut"]; heldOut: RankedPairs["leftOut"] };
}

/**
 * What it takes to train at scale what was trained here: ICRM itself on TRL (`icrm/`, with its settings and its tests), `data/`,
 * `llamafactory/` with a YAML file for each of the stages that LLaMA-Factory has, `trl/` with a script, and a README.
 * @param pack of `loadPack`
 * @throws PlaygroundError where LLaMA-Factory has words for none of the training pairs, or the run learned from steps
 */
export function clusterBundle(
  { name, data: source, training, heldOut, reward, policy, sweep }: ClusterMaterial,
  pack: ReadonlyMap<string, Uint8Array>,
): ClusterBundle {
  checkSupervision(name, reward);
  const ranked = { training: rankedPairs(training), heldOut: rankedPairs(heldOut) };
  const material: StageMaterial = {
    reward,
    policy,
    pairs: ranked.training.pairs.length,
    heldOut: ranked.heldOut.pairs.length,
  };
  if (material.pairs === 0) throw noPairs(name, ranked.training);
  const text = (content: string) => new TextEncoder().encode(content);
  const data = dataFiles(ranked.training.pairs, ranked.heldOut.pairs);
  const settings = {
    reward: withFileNames<unknown>(REWARD_MODEL_SETTINGS, reward),
    policy: withFileNames<unknown>(DPO_SETTINGS, policy),
    data: { ...source, pairs: material.pairs, held_out: material.heldOut },
  };
  const plan = sweep ?? spaceAround(reward);
  const files = new Map([
    ...pack,
    ["README.md", text(clusterReadme(name, material, trialsOf(plan).length))],
    ["settings.json", encodeJson(settings)],
    ...[...data].map(([path, bytes]) => [`data/${path}`, bytes] as const),
    ...[...sweepFiles(plan)].map(([path, bytes]) => [`sweeps/${path}`, bytes] as const),
    ["llamafactory/generator.yaml", text(settingsYaml(generatorStage(material)))],
    ["llamafactory/policy.yaml", text(settingsYaml(dpoStage(material)))],
    ["trl/dpo.py", text(dpoScript(material))],
  ]);
  return { files, leftOut: { training: ranked.training.leftOut, heldOut: ranked.heldOut.leftOut } };
}

/** @throws PlaygroundError where a run learned from steps */
export function checkSupervision(name: string, reward: RewardModelConfig): void {
  if (supervisionOf(reward) === "pairs") return;
  throw new PlaygroundError({
    what: "LLaMA-Factory has no process supervision, so this run cannot be taken there",
    where: name,
    expected: "a method that learns from pairs",
    found: reward.method,
    fix: "Export its data for TRL, whose PRMTrainer reads labelled steps.",
  });
}

function noPairs(name: string, { leftOut: [first] }: RankedPairs): PlaygroundError {
  return new PlaygroundError({
    what: "LLaMA-Factory has words for none of the pairs",
    where: first ? `${name}, pair ${first.number}, field ${first.field}` : name,
    expected: first?.expected ?? "at least one preference pair",
    found: first?.found ?? "none",
    fix: "Give preference pairs whose user and assistant speak in turns.",
  });
}

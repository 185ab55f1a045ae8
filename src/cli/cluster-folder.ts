import { parseJson } from "../engine/checkpoint/json.ts";
import { clusterBundle } from "../engine/cluster/bundle.ts";
import { loadPack } from "../engine/cluster/pack.ts";
import { contentHash } from "../engine/data/content-hash.ts";
import { holdOut } from "../engine/data/hold-out.ts";
import { NOTHING_LEFT_OUT } from "../engine/data/left-out.ts";
import type { Placed } from "../engine/data/pair-up.ts";
import { trainingRecords, withoutPlace } from "../engine/data/read-records.ts";
import { readSweep } from "../engine/sweep/record.ts";
import { checkDpoConfig, checkRewardModelConfig } from "../engine/training/check-config.ts";
import { DPO_DEFAULTS, DPO_SETTINGS } from "../engine/training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS, supervisionOf } from "../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { configFields } from "./config-fields.ts";
import { directorySource, readBytes, writeFiles } from "./files.ts";
import { writtenDocument } from "./import-account.ts";

/** The folder of the files that are the same in every pack. */
const PACK = "public/cluster";

interface ClusterOptions {
  input: string;
  seed: number;
  config?: string;
  dpoConfig?: string;
  space?: string;
}

/** Writes a pack for a cluster into a folder, with these records and a tenth of their prompts held out. */
export async function writeCluster(
  folder: string,
  items: readonly Placed[],
  { input, seed, config, dpoConfig, space }: ClusterOptions,
) {
  const sweep = space === undefined ? undefined : readSweep(parseJson(await readBytes(space), space), space).plan;
  const reward = sweep?.base ?? { ...REWARD_MODEL_DEFAULTS, ...(await configFields(REWARD_MODEL_SETTINGS, config)) };
  const policy = { ...DPO_DEFAULTS, ...(await configFields(DPO_SETTINGS, dpoConfig)) };
  const checked = checkRewardModelConfig(reward, config ?? "defaults");
  const records = trainingRecords({ records: items, leftOut: NOTHING_LEFT_OUT }, input, supervisionOf(checked));
  const { training, heldOut } = holdOut(records, seed, input);
  const material = {
    name: input,
    data: { name: input, hash: await contentHash(training.map(withoutPlace)) },
    training,
    heldOut,
    reward: checked,
    policy: checkDpoConfig(policy, dpoConfig ?? "defaults"),
    sweep,
  };
  const { files, leftOut } = clusterBundle(material, await loadPack(directorySource(PACK)));
  await writeFiles(folder, files);
  const { out, ...counts } = writtenDocument(folder, training.length - leftOut.training.length, leftOut.training);
  const held = writtenDocument(folder, heldOut.length - leftOut.heldOut.length, leftOut.heldOut);
  const unit = supervisionOf(checked);
  return {
    out,
    files: [...files.keys()],
    unit,
    ...counts,
    held_out: { written: held.written, left_out: held.left_out },
  };
}

/** What was written, in words for a person. */
export function clusterText({
  out,
  unit,
  written,
  held_out,
  left_out,
}: Awaited<ReturnType<typeof writeCluster>>): string {
  const lost = left_out.length + held_out.left_out.length;
  const why = unit === "steps" ? "give no labelled steps" : "LLaMA-Factory has no words for";
  const without = lost > 0 ? `; ${lost} left out that ${why}` : "";
  return `${written} ${unit === "steps" ? "records" : "pairs"} to train on and ${held_out.written} held out${without}. Begin with ${out}/README.md.`;
}

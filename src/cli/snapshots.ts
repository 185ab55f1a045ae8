import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readSafetensors, writeSafetensors } from "../engine/checkpoint/safetensors.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { DPO_SETTINGS } from "../engine/training/dpo-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { settingNamed } from "../engine/training/setting-names.ts";
import type { Snapshot } from "../engine/training/trainer.ts";
import { exists, readBytes, readTextFile, writeSafely } from "./files.ts";

/** The part of a snapshot beside its tensors; the config decides whether the snapshot can be resumed. */
interface SnapshotRecord<Config, History> {
  step: number;
  config: Config;
  carried: Record<string, number>;
  history: History[];
}

const RECORD = "trainer_state.json";

/** Writes the tensors of a step to new files, then the record that refers to them, then removes older files. */
export async function saveSnapshot<Config, History>(
  directory: string,
  snapshot: Snapshot,
  config: Config,
  history: History[],
): Promise<void> {
  for (const part of ["weights", "firstMoments", "secondMoments"] as const) {
    await writeSafely(join(directory, tensorFile(part, snapshot.step)), writeSafetensors(snapshot[part], "F32"));
  }
  const record: SnapshotRecord<Config, History> = { step: snapshot.step, config, carried: snapshot.carried, history };
  await writeSafely(join(directory, RECORD), JSON.stringify(record));
  for (const file of await readdir(directory)) {
    if (TENSOR_FILE.test(file) && !file.endsWith(`-${snapshot.step}.safetensors`)) await rm(join(directory, file));
  }
}

const SETTINGS = { ...REWARD_MODEL_SETTINGS, ...DPO_SETTINGS };

/** Whether two configs are equal, whatever the order and the names of their settings. */
function isSame(saved: object, config: object): boolean {
  const key = (fields: object) =>
    JSON.stringify(
      Object.entries(fields)
        .map(([name, value]) => [settingNamed(SETTINGS, name), value])
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  return key(saved) === key(config);
}

/**
 * Loads the last snapshot of a folder; null if there is none.
 * @param leadsTo whether a run with the saved config is, up to the saved step, a run with this config
 * @throws PlaygroundError if the snapshot belongs to another configuration
 */
export async function loadSnapshot<Config extends object, History>(
  directory: string,
  config: Config,
  leadsTo: (saved: Config, config: Config, step: number) => boolean = isSame,
): Promise<{ snapshot: Snapshot; history: History[] } | null> {
  const file = join(directory, RECORD);
  if (!(await exists(file))) return null;
  const record = JSON.parse(await readTextFile(file)) as SnapshotRecord<Config, History>;
  if (!leadsTo(record.config, config, record.step)) {
    throw new PlaygroundError({
      what: "The folder holds a run with other settings",
      where: file,
      expected: JSON.stringify(config),
      found: JSON.stringify(record.config),
      fix: "Choose another --out folder, or repeat the settings of that run to resume it.",
    });
  }
  const read = async (part: string) => {
    const path = join(directory, tensorFile(part, record.step));
    return readSafetensors(await readBytes(path), path);
  };
  const snapshot = {
    step: record.step,
    weights: await read("weights"),
    firstMoments: await read("firstMoments"),
    secondMoments: await read("secondMoments"),
    carried: record.carried,
  };
  return { snapshot, history: record.history };
}

const TENSOR_FILE = /^(weights|firstMoments|secondMoments)-\d+\.safetensors$/;

/** A file name with the step, so that the record never refers to a file that is being written. */
function tensorFile(part: string, step: number): string {
  return `${part}-${step}.safetensors`;
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBytes, readTextFile } from "../cli/files.ts";
import { loadSnapshot, saveSnapshot } from "../cli/snapshots.ts";
import { readSweep, sweepFile } from "../engine/sweep/record.ts";
import { checkDpoConfig, checkRewardModelConfig } from "../engine/training/check-config.ts";
import { DPO_DEFAULTS, DPO_SETTINGS } from "../engine/training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS } from "../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { renamedSettings, withFileNames } from "../engine/training/setting-names.ts";
import { alignAddress, DEFAULT_ALIGN_SETTINGS } from "../state/align-settings.ts";
import { readTrainSearch } from "../state/train-search.ts";
import { unpackRun } from "../storage/archive/unpack.ts";

const FOLDER = "src/testing/former-formats";
const json = async (name: string) => JSON.parse(await readTextFile(`${FOLDER}/${name}`));

/** The config of the runs in reward-model-config.json, run-record.json and run.zip. */
const config = {
  ...REWARD_MODEL_DEFAULTS,
  ...{ steps: 4, gradientAccumulationSteps: 2, evalSteps: 2, minLrRate: 0.1, maxGradNorm: 2 },
  centerRewardsCoefficient: 0.01,
};

test("configs with the names of former versions are read", async () => {
  expect(checkRewardModelConfig(await json("reward-model-config.json"), "former")).toEqual(config);
  expect(checkDpoConfig(await json("dpo-config.json"), "former")).toEqual({
    ...DPO_DEFAULTS,
    ...{ gradientAccumulationSteps: 2, evalSteps: 2, minLrRate: 0.1 },
  });
});

test("an exported run of a former version is unpacked", async () => {
  const { run, metrics } = await unpackRun(await readBytes(`${FOLDER}/run.zip`), "run.zip");
  expect(run.config).toEqual(config);
  expect(metrics).toHaveLength(4);
});

test("a kept record of a former version has its settings under the names of this one", async () => {
  const record = await json("run-record.json");
  expect(renamedSettings(REWARD_MODEL_SETTINGS, record.config)).toEqual(config);
  const policy = await json("dpo-config.json");
  expect(Object.keys(renamedSettings(DPO_SETTINGS, policy)).sort()).toEqual(Object.keys(DPO_DEFAULTS).sort());
});

test("a sweep of a former version is read, its random configurations are drawn as then, and it is written anew", async () => {
  const sweep = readSweep(await json("sweep.json"), "sweep.json");
  expect(sweep.trials).toHaveLength(4);
  expect(Object.keys(sweep.plan.vary)).toEqual([
    ...["centerRewardsCoefficient", "minLrRate", "gradientAccumulationSteps", "loraRank", "tuning"],
  ]);
  const written = JSON.parse(JSON.stringify(sweepFile(sweep)));
  expect(written.plan.base).toMatchObject({ max_steps: 2, eval_steps: 2, max_grad_norm: 2 });
  expect(Object.keys(written.trials[0].values)).toContain("center_rewards_coefficient");
  expect(readSweep(written, "written")).toEqual(sweep);
});

test("addresses of former versions say what they said", () => {
  const train = readTrainSearch({
    evaluateEvery: 7,
    accumulation: 2,
    finalRatio: 0.1,
    centering: 0.01,
    maxGradNorm: 2,
  });
  expect(train.problems).toEqual([]);
  expect(train.settings.config).toMatchObject({
    ...{ evalSteps: 7, gradientAccumulationSteps: 2, minLrRate: 0.1, maxGradNorm: 2 },
    centerRewardsCoefficient: 0.01,
  });
  expect(alignAddress.read({ evaluateEvery: 7 }).view).toEqual({ ...DEFAULT_ALIGN_SETTINGS, evalSteps: 7 });
});

test("a run that the command line of a former version cut short goes on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "former-"));
  const none = new Map();
  const snapshot = { step: 2, weights: none, firstMoments: none, secondMoments: none, carried: {} };
  const about = { data_hash: "a", base: "b", generator: "c" };
  await saveSnapshot(folder, snapshot, { ...(await json("reward-model-config.json")), ...about }, [{ step: 2 }]);
  const identity = { ...withFileNames<unknown>(REWARD_MODEL_SETTINGS, config), ...about };
  expect((await loadSnapshot(folder, identity))?.history).toEqual([{ step: 2 }]);
  await expect(loadSnapshot(folder, { ...identity, eval_steps: 3 })).rejects.toThrow(/other settings/);
  await rm(folder, { recursive: true });
});

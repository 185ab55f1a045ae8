import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { numpy as np } from "@jax-js/jax";
import { directorySource } from "../../cli/files.ts";
import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { describeCheckpoint } from "../../engine/checkpoint/describe.ts";
import { blobSet } from "../../engine/checkpoint/file-set.ts";
import { hiddenStates } from "../../engine/decoder/decoder.ts";
import { toParameters } from "../../engine/decoder/parameters.ts";
import { withAdapter } from "../../engine/decoder/peft-adapter.ts";
import { rewardsAt, valueHeadTensors } from "../../engine/decoder/value-head.ts";
import { REWARD_MODEL_SETTINGS } from "../../engine/training/reward-model-settings.ts";
import { renamedSettings } from "../../engine/training/setting-names.ts";
import { readTrainerState } from "../../storage/archive/trainer-state.ts";

/**
 * Tests that the playground opens what `test_written.py` has written into a folder: the name and the test of each file.
 */
export function opensWhatWasWritten(folder: string): [name: string, test: () => Promise<void>][] {
  const at = (path: string) => join(folder, path);
  const json = async (path: string) => JSON.parse(await readFile(at(path), "utf8"));
  return [
    [
      "a reward model of a pack opens, and gives each token the reward that it gave there",
      async () => {
        const checkpoint = await loadCheckpoint(directorySource(at("reward-model")));
        assert.equal(checkpoint.config.task, "sequence-classification");
        await sameRewards(checkpoint, await json("rewards.json"));
        const files = ["config.json", "model.safetensors", "value_head.safetensors"];
        const blobs = files.map(
          async (file) => [file, new Blob([await readFile(at(`reward-model/${file}`))])] as const,
        );
        const described = await describeCheckpoint(blobSet("reward-model", new Map(await Promise.all(blobs))));
        assert.equal(described.valueHead, true);
      },
    ],
    [
      "an adapter of a pack, on the model it was trained on, gives each token the reward that it gave there",
      async () => {
        const base = await loadCheckpoint(directorySource("src/testing/golden/decoder_llama"));
        await sameRewards(await withAdapter(base, directorySource(at("adapter"))), await json("adapted.json"));
      },
    ],
    [
      "a history of a pack is a run whose every step has the engine's figures",
      async () => {
        const bytes = new Uint8Array(await readFile(at("trainer_state.json")));
        const { run, metrics } = readTrainerState(bytes, "trainer_state.json");
        const { curve } = JSON.parse(await readFile(join(folder, "..", "engine.json"), "utf8"));
        assert.deepEqual(run.config, renamedSettings(REWARD_MODEL_SETTINGS, curve.settings));
        assert.equal(run.status, "finished");
        assert.equal(metrics.length, curve.steps.length);
        for (const [i, step] of curve.steps.entries()) {
          assert.deepEqual(Object.keys(metrics[i] ?? {}).sort(), Object.keys(step).sort());
          assert.ok(Math.abs((metrics[i]?.loss ?? Number.NaN) - step.loss) < 1e-3);
        }
      },
    ],
  ];
}

async function sameRewards(
  { config, weights, valueHead }: Checkpoint,
  expected: { ids: number[]; rewards: number[] },
): Promise<void> {
  assert.ok(valueHead);
  const params = toParameters(new Map([...weights, ...valueHeadTensors(valueHead)]));
  const ids = np.array(Int32Array.from(expected.ids), { shape: [1, expected.ids.length], dtype: np.int32 });
  const mask = np.ones([1, expected.ids.length]);
  const found = [...(await rewardsAt(params, hiddenStates(config, params, ids, mask)).data())];
  for (const [t, reward] of expected.rewards.entries()) {
    assert.ok(Math.abs((found[t] ?? Number.NaN) - reward) < 1e-4, `token ${t}: ${found[t]}, not ${reward}`);
  }
}

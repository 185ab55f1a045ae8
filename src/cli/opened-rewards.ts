import type { DeviceReport } from "../engine/device.ts";
import type { OpenedReward } from "../engine/evaluation/opened.ts";
import type { RewardModel } from "../engine/reward/reward-model.ts";
import { openReward } from "./models.ts";
import { RewardFile } from "./reward-file.ts";

/** Opens reward models, named by their folders; their rewards are kept in files under `cache`. */
export async function openRewards(
  directories: readonly string[],
  cache: string,
  device: DeviceReport,
): Promise<(OpenedReward & { model: RewardModel })[]> {
  return Promise.all(
    [...new Set(directories)].map(async (name) => {
      const { checkpoint, tokenizer, model } = await openReward(name, device);
      const { contextLength } = checkpoint.config;
      return { id: name, name, model, tokenizer, contextLength, cache: await RewardFile.open(cache, checkpoint) };
    }),
  );
}

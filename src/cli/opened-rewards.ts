import type { DeviceReport } from "../engine/device.ts";
import type { OpenedReward } from "../engine/evaluation/opened.ts";
import type { Judge, ProcessRewards } from "../engine/reward/judge.ts";
import { openJudgeFolder } from "./models.ts";
import { RewardFile } from "./reward-file.ts";

/** Opens reward models, named by their folders; their rewards are kept in files under `cache`. */
export async function openRewards(
  directories: readonly string[],
  cache: string,
  device: DeviceReport,
): Promise<(OpenedReward & { model: Judge })[]> {
  return Promise.all(
    [...new Set(directories)].map(async (name) => {
      const { checkpoint, tokenizer, model } = await openJudgeFolder(name, device);
      const kept =
        checkpoint && !model.byText ? await RewardFile.open(cache, checkpoint) : new Map<string, ProcessRewards>();
      return { id: name, name, model, tokenizer, contextLength: model.contextLength, cache: kept };
    }),
  );
}

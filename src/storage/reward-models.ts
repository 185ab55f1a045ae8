import { models } from "./models.ts";
import type { ModelRecord, RunRecord } from "./records.ts";
import { runStore } from "./run-store.ts";
import { broughtModelId, type StoredRewardModel, storedModelId } from "./stored-model.ts";
import { watchBoth } from "./watching.ts";

/** The reward models of this browser, newest first: those of runs, then the imported ones. */
export async function listRewardModels(): Promise<StoredRewardModel[]> {
  return rewardModelsOf(await runStore.list(), await models.list());
}

/** Calls back with the reward models now and whenever they change. */
export function watchRewardModels(listener: (models: StoredRewardModel[]) => void): () => void {
  return watchBoth(runStore.watch, models.watch, (runs, brought) => listener(rewardModelsOf(runs, brought)));
}

export function storedModel({ id, name, method }: RunRecord): StoredRewardModel {
  return { id: storedModelId(id), name, method };
}

function rewardModelsOf(runs: readonly RunRecord[], brought: readonly ModelRecord[]): StoredRewardModel[] {
  return [
    ...runs.filter(({ hasCheckpoint }) => hasCheckpoint).map(storedModel),
    ...brought
      .filter(({ complete, description, judge }) => complete && (description.valueHead || judge))
      .map((model) => ({
        ...{ id: broughtModelId(model), name: model.name, method: null },
        ...(model.judge && { asked: JSON.stringify(model.judge) }),
      })),
  ];
}

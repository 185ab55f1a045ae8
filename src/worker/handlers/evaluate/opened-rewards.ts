import type { OpenedReward } from "../../../engine/evaluation/opened.ts";
import type { RewardCache } from "../../../engine/evaluation/scoring.ts";
import type { RuntimeOptions } from "../../../engine/onnx/session.ts";
import type { Judge, ProcessRewards } from "../../../engine/reward/judge.ts";
import { runStore } from "../../../storage/run-store.ts";
import { storedOrigin } from "../../../storage/stored-model.ts";
import type { ChosenModels } from "../../evaluation-records.ts";
import type { LoadedJudge, Models } from "../../models.ts";

/** Opened reward models with caches of their rewards, so that cancelled work continues where it stopped. */
export class OpenedRewards {
  readonly #models: Models;
  readonly #embedded = new WeakMap<Judge, RewardCache>();
  readonly #stored = new Map<string, RewardCache>();

  constructor(models: Models) {
    this.#models = models;
  }

  /** Runs work with the chosen models. Models of this browser are opened for this work only. */
  async with<T>(
    { embedded, stored }: ChosenModels,
    runtime: RuntimeOptions,
    work: (models: OpenedReward[]) => Promise<T>,
  ): Promise<T> {
    const opened = this.#models.rewards
      .filter(({ entry }) => embedded.includes(entry.id))
      .map((reward) => ready(reward, cacheIn(this.#embedded, reward.model)));
    const ownModels: Judge[] = [];
    try {
      for (const entry of stored) {
        // The checkpoint of a run that is resumed changes, so its cache is not kept.
        const origin = storedOrigin(entry.id);
        const run = origin?.kind === "run" ? await runStore.get(origin.id) : null;
        const reward = await this.#models.openStored(entry, runtime);
        ownModels.push(reward.model);
        opened.push(ready(reward, cacheIn(this.#stored, `${entry.id} ${run?.updatedAt} ${reward.asked}`)));
      }
      return await work(opened);
    } finally {
      for (const model of ownModels) await model.release();
    }
  }
}

function ready({ entry: { id, name }, model, tokenizer }: LoadedJudge, cache: RewardCache): OpenedReward {
  return { id, name, model, tokenizer, contextLength: model.contextLength, cache };
}

function cacheIn<Key extends Judge | string>(
  caches: { get(key: Key): RewardCache | undefined; set(key: Key, cache: RewardCache): unknown },
  key: Key,
): RewardCache {
  const cache = caches.get(key) ?? new Map<string, ProcessRewards>();
  caches.set(key, cache);
  return cache;
}

import { useEffect, useState } from "react";
import { watchRewardModels } from "../storage/reward-models.ts";
import type { StoredRewardModel } from "../storage/stored-model.ts";

/** The reward models of this browser, newest first; null until they have been read. */
export function useStoredModels(): readonly StoredRewardModel[] | null {
  const [models, setModels] = useState<readonly StoredRewardModel[] | null>(null);
  useEffect(() => watchRewardModels(setModels), []);
  return models;
}

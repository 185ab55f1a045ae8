import { useMemo } from "react";
import { useStore } from "zustand";
import type { StoredRewardModel } from "../storage/stored-model.ts";
import type { ModelEntry } from "../worker/records.ts";
import type { Engine } from "./engine.ts";
import { type ModelChoice, modelChoice } from "./model-choice.ts";
import { useStoredModels } from "./use-stored.ts";

const NONE: [] = [];

export interface ModelOffer extends ModelChoice {
  embedded: readonly ModelEntry[];
  stored: readonly StoredRewardModel[];
  /** Whether the lists of models have been read. */
  known: boolean;
}

/** The available reward models, and the chosen ones among them. @param ids null: all that come with the playground */
export function useModelChoice(engine: Engine, ids: readonly string[] | null): ModelOffer {
  const loaded = useStore(engine.store, (state) => state.models?.rewards);
  const stored = useStoredModels();
  return useMemo(() => {
    const embedded = loaded ?? NONE;
    const known = loaded !== undefined && stored !== null;
    return { ...modelChoice(ids, embedded, stored ?? NONE), embedded, stored: stored ?? NONE, known };
  }, [ids, loaded, stored]);
}

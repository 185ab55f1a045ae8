import type { StoredRewardModel } from "../storage/stored-model.ts";
import type { ChosenModels } from "../worker/evaluation-records.ts";
import type { ModelEntry } from "../worker/records.ts";

/** The largest number of models that one plot can distinguish. */
export const MOST_MODELS = 6;

/** The chosen reward models, at most as many as a plot can distinguish. */
export interface ModelChoice {
  /** The models in the form of a request to the engine. */
  chosen: ChosenModels;
  /** The models in the form that pages show, those of the playground first. */
  entries: readonly ModelEntry[];
  /** Ids of models that do not exist here, as in a link from another browser. */
  gone: readonly string[];
}

/** @param ids null: all that come with the playground */
export function modelChoice(
  ids: readonly string[] | null,
  embedded: readonly ModelEntry[],
  stored: readonly StoredRewardModel[],
): ModelChoice {
  const wanted = ids ?? embedded.map(({ id }) => id);
  const own = embedded.filter(({ id }) => wanted.includes(id)).slice(0, MOST_MODELS);
  const trained = stored.filter(({ id }) => wanted.includes(id)).slice(0, MOST_MODELS - own.length);
  const entries = [...own, ...trained.map(storedEntry)];
  return {
    chosen: { embedded: own.map(({ id }) => id), stored: trained },
    entries,
    gone: wanted.filter((id) => ![...embedded, ...stored].some((model) => model.id === id)),
  };
}

function storedEntry({ id, name, method }: StoredRewardModel): ModelEntry {
  return { id, kind: "reward", method, name };
}

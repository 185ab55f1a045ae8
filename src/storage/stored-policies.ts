import { models } from "./models.ts";
import { policies } from "./policies.ts";
import type { ModelRecord, PolicyRecord } from "./records.ts";
import { broughtModelId, type StoredPolicy } from "./stored-model.ts";
import { watchBoth } from "./watching.ts";

/** A policy of this browser with the time it was tuned here; null where it was brought in. */
export interface ListedPolicy extends StoredPolicy {
  tunedAt: number | null;
}

/** The policies of this browser, newest first: those that were tuned here, then those that were brought in. */
export async function listPolicies(): Promise<ListedPolicy[]> {
  return policiesOf(await policies.list(), await models.list());
}

/** Calls back with the policies now and whenever there are others. */
export function watchPolicies(listener: (policies: ListedPolicy[]) => void): () => void {
  return watchBoth(policies.watch, models.watch, (tuned, brought) => listener(policiesOf(tuned, brought)));
}

function policiesOf(tuned: readonly PolicyRecord[], brought: readonly ModelRecord[]): ListedPolicy[] {
  return [
    ...tuned.map(({ id, name, createdAt }) => ({ id, name, tunedAt: createdAt })),
    ...brought
      .filter(({ complete, description }) => complete && description.config.task === "causal-lm")
      .map((model) => ({ id: broughtModelId(model), name: model.name, tunedAt: null })),
  ];
}

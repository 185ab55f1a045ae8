import { models } from "./models.ts";
import { policies } from "./policies.ts";
import type { ModelRecord, PolicyRecord } from "./records.ts";
import { broughtModelId, type StoredPolicy } from "./stored-model.ts";
import { watchBoth } from "./watching.ts";

/** A policy of this browser. */
export interface ListedPolicy extends StoredPolicy {
  /** When it was tuned here; null where it was brought in. */
  tunedAt: number | null;
  /** Whether it can be trained on; an exported graph only writes. */
  trainable: boolean;
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
    ...tuned.map(({ id, name, createdAt }) => ({ id, name, tunedAt: createdAt, trainable: true })),
    ...brought
      .filter(({ complete, description }) => complete && description.config.task === "causal-lm")
      .map((model) => ({
        id: broughtModelId(model),
        name: model.name,
        tunedAt: null,
        trainable: !model.description.exported,
      })),
  ];
}

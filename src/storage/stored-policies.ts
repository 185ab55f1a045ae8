import { models } from "./models.ts";
import { policies } from "./policies.ts";
import type { ModelRecord, PolicyRecord } from "./records.ts";
import { broughtModelId, type StoredPolicy } from "./stored-model.ts";
import { watchBoth } from "./watching.ts";

/** A policy of this browser in a list. */
export interface ListedPolicy extends StoredPolicy {
  /** When the policy was tuned here; null if it was imported. */
  tunedAt: number | null;
  /** Whether the policy can be trained; an exported graph can only write. */
  trainable: boolean;
}

/** The policies of this browser, newest first: those tuned here, then the imported ones. */
export async function listPolicies(): Promise<ListedPolicy[]> {
  return policiesOf(await policies.list(), await models.list());
}

/** Calls back with the policies now and whenever they change. */
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

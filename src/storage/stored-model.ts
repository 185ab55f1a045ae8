import type { Method } from "../engine/training/methods.ts";
import type { ModelRecord, PolicyRecord } from "./records.ts";

/** A reward model of this browser, as a model list shows it: trained here, or brought in on the Models page. */
export interface StoredRewardModel {
  /** Of the model; tells it from those that come with the playground. */
  id: string;
  name: string;
  /** How it was trained here; null where it was brought in. */
  method: Method | null;
}

/** What writes in place of the policy of the playground: one of this browser, tuned here or brought in, or the class of students. */
export interface StoredPolicy {
  id: string;
  name: string;
}

const PREFIXES = { run: "run:", policy: "policy:", model: "model:" } as const;

/** The model id of a run's reward model. */
export function storedModelId(runId: string): string {
  return `${PREFIXES.run}${runId}`;
}

/** The model id of a checkpoint that was brought in, whatever it is used as. */
export function broughtModelId({ id }: Pick<ModelRecord, "id">): string {
  return `${PREFIXES.model}${id}`;
}

/** Whether a model id is one of a checkpoint that was brought in. */
export function isBrought(modelId: string): boolean {
  return modelId.startsWith(PREFIXES.model);
}

/** Whether a model id is one of this browser's own. */
export function isStored(modelId: string): boolean {
  return storedOrigin(modelId) !== null;
}

/** The model id of a policy of this browser, where it stands beside models of other kinds. */
export function storedPolicyId({ id }: Pick<PolicyRecord, "id">): string {
  return isBrought(id) ? id : `${PREFIXES.policy}${id}`;
}

/** What a model id of this browser's own stands for; null for one that comes with the playground. */
export function storedOrigin(modelId: string): { kind: keyof typeof PREFIXES; id: string } | null {
  for (const [kind, prefix] of Object.entries(PREFIXES) as [keyof typeof PREFIXES, string][]) {
    if (modelId.startsWith(prefix)) return { kind, id: modelId.slice(prefix.length) };
  }
  return null;
}

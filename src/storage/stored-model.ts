import type { Method } from "../engine/training/methods.ts";
import type { ModelRecord, PolicyRecord } from "./records.ts";

/** A reward model of this browser in a list of models: trained here, or imported on the Models page. */
export interface StoredRewardModel {
  /** The model's id, which differs from the ids of the playground's models. */
  id: string;
  name: string;
  /** The method it was trained with here; null if it was imported. */
  method: Method | null;
  /** How it is asked, if it judges by its answer: asked otherwise, it gives other rewards. */
  asked?: string;
}

/**
 * What can write in place of the playground's policy: a policy that was tuned here or imported, or the class of
 * students.
 */
export interface StoredPolicy {
  id: string;
  name: string;
}

const PREFIXES = { run: "run:", policy: "policy:", model: "model:" } as const;

/** The model id of a run's reward model. */
export function storedModelId(runId: string): string {
  return `${PREFIXES.run}${runId}`;
}

/** The model id of an imported checkpoint, whatever it is used for. */
export function broughtModelId({ id }: Pick<ModelRecord, "id">): string {
  return `${PREFIXES.model}${id}`;
}

/** Whether a model id is that of an imported checkpoint. */
export function isBrought(modelId: string): boolean {
  return modelId.startsWith(PREFIXES.model);
}

/** Whether a model id is that of a model of this browser. */
export function isStored(modelId: string): boolean {
  return storedOrigin(modelId) !== null;
}

/** The model id of a policy of this browser, for lists with models of several kinds. */
export function storedPolicyId({ id }: Pick<PolicyRecord, "id">): string {
  return isBrought(id) ? id : `${PREFIXES.policy}${id}`;
}

/** The kind and id of a model of this browser; null for a model of the playground. */
export function storedOrigin(modelId: string): { kind: keyof typeof PREFIXES; id: string } | null {
  for (const [kind, prefix] of Object.entries(PREFIXES) as [keyof typeof PREFIXES, string][]) {
    if (modelId.startsWith(prefix)) return { kind, id: modelId.slice(prefix.length) };
  }
  return null;
}

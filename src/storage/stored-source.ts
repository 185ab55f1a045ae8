import { type Checkpoint, loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { type ExportedGraph, notTrainable } from "../engine/checkpoint/exported-graph.ts";
import type { CheckpointSource } from "../engine/checkpoint/source.ts";
import { PlaygroundError } from "../engine/errors.ts";
import type { GenerativeSettings } from "../engine/reward/generative-settings.ts";
import { checkpoints } from "./checkpoints.ts";
import { models } from "./models.ts";
import { policies } from "./policies.ts";
import { type StoredPolicy, storedOrigin, storedPolicyId } from "./stored-model.ts";

/**
 * The checkpoint of a model of this browser as a source for `loadCheckpoint`.
 * @param name the name of a tuned policy in errors
 * @throws PlaygroundError if there is no such model
 */
export async function storedSource(modelId: string, name = "the tuned policy"): Promise<CheckpointSource> {
  const origin = storedOrigin(modelId);
  switch (origin?.kind) {
    case "run":
      return checkpoints.source(origin.id);
    case "policy":
      return policies.source({ id: origin.id, name });
    case "model":
      return models.source(origin.id);
    default:
      throw new PlaygroundError({
        what: "There is no such model in this browser",
        where: modelId,
        fix: "Choose another model.",
      });
  }
}

/** The checkpoint of a policy of this browser. */
export function policySource({ id, name }: StoredPolicy): Promise<CheckpointSource> {
  return storedSource(storedPolicyId({ id }), name);
}

/** The ONNX graph of a model of this browser; null if the model is stored as safetensors. */
export async function storedGraph(modelId: string): Promise<ExportedGraph | null> {
  const origin = storedOrigin(modelId);
  return origin?.kind === "model" ? ((await models.get(origin.id)).description.exported ?? null) : null;
}

/** How a model of this browser judges by its answer; null if it has a head for rewards. */
export async function storedAsking(modelId: string): Promise<GenerativeSettings | null> {
  const origin = storedOrigin(modelId);
  return origin?.kind === "model" ? ((await models.get(origin.id)).judge ?? null) : null;
}

/**
 * Loads a model of this browser with its weights. @throws PlaygroundError if there is none, or it is an exported graph
 */
export async function storedCheckpoint(modelId: string): Promise<Checkpoint> {
  const source = await storedSource(modelId);
  if (await storedGraph(modelId)) throw notTrainable(source.name);
  return loadCheckpoint(source);
}

import { type Checkpoint, loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { type ExportedGraph, notTrainable } from "../engine/checkpoint/exported-graph.ts";
import type { CheckpointSource } from "../engine/checkpoint/source.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { checkpoints } from "./checkpoints.ts";
import { models } from "./models.ts";
import { policies } from "./policies.ts";
import { type StoredPolicy, storedOrigin, storedPolicyId } from "./stored-model.ts";

/**
 * The checkpoint of a model of this browser, for `loadCheckpoint`.
 * @param name what errors call a tuned policy
 * @throws PlaygroundError where there is no such model
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
        fix: "Choose another one.",
      });
  }
}

/** The checkpoint of a policy of this browser. */
export function policySource({ id, name }: StoredPolicy): Promise<CheckpointSource> {
  return storedSource(storedPolicyId({ id }), name);
}

/** The ONNX graph that a model of this browser is; null where it is safetensors. */
export async function storedGraph(modelId: string): Promise<ExportedGraph | null> {
  const origin = storedOrigin(modelId);
  return origin?.kind === "model" ? ((await models.get(origin.id)).description.exported ?? null) : null;
}

/** A model of this browser with its weights. @throws PlaygroundError where there is none, or its weights are a graph */
export async function storedCheckpoint(modelId: string): Promise<Checkpoint> {
  const source = await storedSource(modelId);
  if (await storedGraph(modelId)) throw notTrainable(source.name);
  return loadCheckpoint(source);
}

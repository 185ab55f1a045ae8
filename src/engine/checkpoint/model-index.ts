import * as v from "valibot";
import { checked, parseJson } from "./json.ts";

const modelIndex = v.array(
  v.object({
    id: v.string(),
    /** `base`: reward models are trained from it; as it is, it neither writes nor judges. */
    kind: v.picklist(["policy", "reward", "base"]),
    /** The method that trained a reward model; null for other kinds. */
    method: v.optional(v.nullable(v.string()), null),
    name: v.string(),
    /** Folder of the checkpoint, relative to the index. */
    path: v.string(),
    /**
     * The file in `path` with the model's own weights. Tensors it lacks are in another checkpoint
     * (`model.safetensors.index.json`).
     */
    weights: v.optional(v.string(), "model.safetensors"),
  }),
);

export type IndexedModel = v.InferOutput<typeof modelIndex>[number];

/**
 * The models that come with the playground, as `public/models/index.json` lists them.
 * @throws PlaygroundError naming file and field
 */
export function parseModelIndex(bytes: Uint8Array, file: string): IndexedModel[] {
  return checked(modelIndex, parseJson(bytes, file), file);
}

/**
 * The model that reward models are trained from: the base of an index, or else its policy; undefined if it lists
 * neither.
 */
export function baseOf(index: readonly IndexedModel[]): IndexedModel | undefined {
  return index.find(({ kind }) => kind === "base") ?? index.find(({ kind }) => kind === "policy");
}

import * as v from "valibot";
import { checked, parseJson } from "./json.ts";

const modelIndex = v.array(
  v.object({
    id: v.string(),
    /** `base`: what reward models are trained from; nobody writes or judges with it as it is. */
    kind: v.picklist(["policy", "reward", "base"]),
    /** How a reward model was trained; null for the others. */
    method: v.optional(v.nullable(v.string()), null),
    name: v.string(),
    /** Folder of the checkpoint, relative to the index. */
    path: v.string(),
    /** The file of its own weights there; what is not in it is another checkpoint's (`model.safetensors.index.json`). */
    weights: v.optional(v.string(), "model.safetensors"),
  }),
);

export type ModelEntry = v.InferOutput<typeof modelIndex>[number];

/**
 * The models that come with the playground, as `public/models/index.json` lists them.
 * @throws PlaygroundError naming file and field
 */
export function parseModelIndex(bytes: Uint8Array, file: string): ModelEntry[] {
  return checked(modelIndex, parseJson(bytes, file), file);
}

/** What reward models start from: the base of an index, or its policy where it lists none; none without either. */
export function baseOf(index: readonly ModelEntry[]): ModelEntry | undefined {
  return index.find(({ kind }) => kind === "base") ?? index.find(({ kind }) => kind === "policy");
}

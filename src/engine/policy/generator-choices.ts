import type { IndexedModel } from "../checkpoint/model-index.ts";
import { CLASS_MODEL, CLASS_NAME } from "./class-entry.ts";

/**
 * The models that come with the playground and can weigh edges instead of the usual generator, the class of students
 * first.
 * @param usual id of the usual generator
 */
export function otherGenerators(
  index: readonly Pick<IndexedModel, "id" | "kind" | "name">[],
  usual: string,
): { id: string; name: string }[] {
  const others = index.filter(({ id, kind }) => id !== usual && kind !== "base");
  return [{ id: CLASS_MODEL, name: CLASS_NAME }, ...others.map(({ id, name }) => ({ id, name }))];
}

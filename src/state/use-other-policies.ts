import { useMemo } from "react";
import { CLASS_MODEL, CLASS_NAME } from "../engine/policy/class-entry.ts";
import type { ListedPolicy } from "../storage/stored-policies.ts";
import { useStoredPolicies } from "./use-stored-policies.ts";

/** The class of students as an entry in lists of policies. It comes with the playground and cannot be trained. */
export const classPolicy: ListedPolicy = { id: CLASS_MODEL, name: CLASS_NAME, tunedAt: null, trainable: false };

/**
 * What can write in place of the playground's policy: the class of students, then the policies of this browser; null
 * until those have been read.
 */
export function useOtherPolicies(): readonly ListedPolicy[] | null {
  const stored = useStoredPolicies();
  return useMemo(() => stored && [classPolicy, ...stored], [stored]);
}

import { useMemo } from "react";
import type { ListedPolicy } from "../storage/stored-policies.ts";
import { listedClassPolicy } from "./class-policy.ts";
import { useStoredPolicies } from "./use-stored-policies.ts";

/**
 * What can write in place of the playground's policy: the class of students, then the policies of this browser; null
 * until those have been read.
 */
export function useOtherPolicies(): readonly ListedPolicy[] | null {
  const stored = useStoredPolicies();
  return useMemo(() => stored && [listedClassPolicy, ...stored], [stored]);
}

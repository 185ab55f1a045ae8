import { useEffect, useMemo, useState } from "react";
import { policies } from "../storage/policies.ts";
import type { PolicyRecord } from "../storage/records.ts";
import { watchRewardModels } from "../storage/reward-models.ts";
import type { StoredRewardModel } from "../storage/stored-model.ts";
import { type ListedPolicy, watchPolicies } from "../storage/stored-policies.ts";
import { listedClassPolicy } from "./class-policy.ts";

/** The reward models of this browser, newest first; null until they have been read. */
export function useStoredModels(): readonly StoredRewardModel[] | null {
  return useWatched(watchRewardModels);
}

/** The policies of this browser, tuned here or imported; null until they have been read. */
export function useStoredPolicies(): readonly ListedPolicy[] | null {
  return useWatched(watchPolicies);
}

/** The policies that were tuned in this browser, newest first; null until they have been read. */
export function useTunedPolicies(): readonly PolicyRecord[] | null {
  return useWatched(policies.watch);
}

/**
 * What can write in place of the playground's policy: the class of students, then the policies of this browser; null
 * until those have been read.
 */
export function useOtherPolicies(): readonly ListedPolicy[] | null {
  const stored = useStoredPolicies();
  return useMemo(() => stored && [listedClassPolicy, ...stored], [stored]);
}

/** What `watch` tells last; null before. @param watch the same function at every render */
function useWatched<Kept>(watch: (tell: (kept: readonly Kept[]) => void) => () => void): readonly Kept[] | null {
  const [kept, setKept] = useState<readonly Kept[] | null>(null);
  useEffect(() => watch(setKept), [watch]);
  return kept;
}

import { useEffect, useState } from "react";
import { type ListedPolicy, watchPolicies } from "../storage/stored-policies.ts";

/** The policies of this browser, tuned here or imported; null until they have been read. */
export function useStoredPolicies(): readonly ListedPolicy[] | null {
  const [policies, setPolicies] = useState<readonly ListedPolicy[] | null>(null);
  useEffect(() => watchPolicies(setPolicies), []);
  return policies;
}

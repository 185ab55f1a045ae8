import { useMemo } from "react";
import { useStore } from "zustand";
import type { AlignOffer } from "../../state/align-settings.ts";
import { useStoredModels } from "../../state/use-stored-models.ts";
import { useStoredPolicies } from "../../state/use-stored-policies.ts";
import { alignEngine } from "./session.ts";

export type Offer = AlignOffer | null;

/** What there is to choose from; null until all of it is known. */
export function useOffer(): Offer {
  const embedded = useStore(alignEngine.store, (state) => state.models?.rewards);
  const stored = useStoredModels();
  const tuned = useStoredPolicies();
  return useMemo(
    () => (embedded && stored && tuned ? { embedded, stored, policies: tuned } : null),
    [embedded, stored, tuned],
  );
}

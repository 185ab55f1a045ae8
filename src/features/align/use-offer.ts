import { useMemo } from "react";
import { useStore } from "zustand";
import type { AlignOffer } from "../../state/align-settings.ts";
import { useOtherPolicies, useStoredModels } from "../../state/use-stored.ts";
import { alignEngine } from "./session.ts";

export type Offer = AlignOffer | null;

/** The models that can be chosen; null until they are all known. */
export function useOffer(): Offer {
  const embedded = useStore(alignEngine.store, (state) => state.models?.rewards);
  const stored = useStoredModels();
  const policies = useOtherPolicies();
  return useMemo(
    () => (embedded && stored && policies ? { embedded, stored, policies } : null),
    [embedded, stored, policies],
  );
}

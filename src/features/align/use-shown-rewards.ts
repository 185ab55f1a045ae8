import { useMemo } from "react";
import { useStore } from "zustand";
import { chosenRewards } from "../../state/align-settings.ts";
import type { ModelEntry } from "../../worker/records.ts";
import { align } from "./session.ts";
import type { Offer } from "./use-offer.ts";

const NONE: readonly ModelEntry[] = [];

/** The shown reward models: those of the present alignment, or those that Start would use. */
export function useShownRewards(offer: Offer): readonly ModelEntry[] {
  const lanes = useStore(align.store, (state) => state.lanes);
  const settings = useStore(align.settings);
  return useMemo(() => {
    if (lanes.length > 0) return lanes.map(({ reward }) => reward);
    return offer ? chosenRewards(settings, offer) : NONE;
  }, [lanes, settings, offer]);
}

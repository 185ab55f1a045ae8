import type { StoreApi } from "zustand/vanilla";
import type { TrainingPlan } from "../flows/train/plan.ts";
import { trainingPlanOf } from "./train-plan.ts";
import type { TrainState } from "./train-state.ts";

/** How long settings have to rest before the runs that Start would begin are opened, in milliseconds. */
const REST = 700;

/**
 * Lets the runs that Start would begin be opened while a person looks at the page: once data and pinned pairs are there, and again
 * when settings have changed and rest. Runs that were just trained are not opened again.
 */
export function openWhileIdle(store: StoreApi<TrainState>, open: (plan: TrainingPlan) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.subscribe((state, before) => {
    if (ASKED.every((part) => state[part] === before[part])) return;
    clearTimeout(timer);
    if (mayOpen(state)) timer = setTimeout(() => open(trainingPlanOf(state.settings)), REST);
  });
}

/** What decides which runs are opened, and when. */
const ASKED = ["settings", "planned", "recorded", "opened", "opening", "pinned", "phase"] as const;

function mayOpen({ settings, planned, recorded, opened, opening, pinned, phase }: TrainState): boolean {
  if (!opened || opening || pinned.length === 0 || settings.variants.length === 0) return false;
  return phase === "idle" || (phase === "ended" && (recorded || settings !== planned));
}

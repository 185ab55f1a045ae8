import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { SymbolId } from "../../ui/glossary.ts";
import type { LessonId } from "./lessons.ts";
import { predictions } from "./progress.ts";

/** The symbol that is being explained; formulas and figures mark it. */
export const symbolInSight: StoreApi<{ id: SymbolId | null }> = createStore(() => ({ id: null }));

export function explain(id: SymbolId | null): void {
  symbolInSight.setState({ id });
}

export const LessonContext = createContext<LessonId | null>(null);

/** The id of the lesson that is being read. */
export function useLesson(): LessonId {
  const lesson = useContext(LessonContext);
  if (!lesson) throw new Error("Parts of a lesson stand in a lesson.");
  return lesson;
}

/** The reader's prediction in this lesson; null before it was made. Figures hide the answer until then. */
export function usePrediction(): number | null {
  const lesson = useLesson();
  return useStore(predictions, (all) => all[lesson] ?? null);
}

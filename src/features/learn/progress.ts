import { createStore } from "zustand/vanilla";
import { LESSONS, type LessonId } from "./lessons.ts";

/** By lesson: which option of its prediction the reader chose. */
export type Predictions = Partial<Record<LessonId, number>>;

const KEY = "lesson-predictions";

/** Kept in this browser, so that a lesson can be gone on with another day. */
export const predictions = createStore<Predictions>(() => read());

export function predict(lesson: LessonId, option: number): void {
  predictions.setState({ [lesson]: option });
  keep();
}

/** Begins all lessons anew. */
export function forgetPredictions(): void {
  predictions.setState({}, true);
  keep();
}

function keep(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(predictions.getState()));
  } catch {
    // A browser that keeps nothing for this site keeps them as long as the page is open.
  }
}

function read(): Predictions {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const entries = Object.entries(kept as object).filter(([id, option]) => {
      return LESSONS.some((lesson) => lesson.id === id) && Number.isInteger(option) && option >= 0;
    });
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

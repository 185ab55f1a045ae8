import { createStore } from "zustand/vanilla";
import { LESSONS, type LessonId } from "./lessons.ts";

/** For each lesson, the index of the option that the reader chose in its prediction. */
export type Predictions = Partial<Record<LessonId, number>>;

const KEY = "lesson-predictions";

/** The predictions, kept in this browser, so that a reader can continue on another day. */
export const predictions = createStore<Predictions>(() => read());

export function predict(lesson: LessonId, option: number): void {
  predictions.setState({ [lesson]: option });
  keep();
}

/** Forgets all predictions. */
export function forgetPredictions(): void {
  predictions.setState({}, true);
  keep();
}

function keep(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(predictions.getState()));
  } catch {
    // In a browser that stores nothing for this site, predictions last as long as the page is open.
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

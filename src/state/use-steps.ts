import { useEffect, useRef } from "react";

/** Shows the next part of a page, or the one before: before an audience, the arrow keys do it. */
export type StepBy = (by: 1 | -1) => void;

let shown: StepBy | null = null;

/** Lets the arrow keys step through what a component shows, as long as it is shown. */
export function useSteps(step: StepBy): void {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const own: StepBy = (by) => latest.current(by);
    shown = own;
    return () => {
      if (shown === own) shown = null;
    };
  }, []);
}

/** Steps through the page that is shown, if it has steps. */
export function step(by: 1 | -1): void {
  shown?.(by);
}

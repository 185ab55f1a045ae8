import { type RefObject, useEffect, useState } from "react";

/** Which rows of a long list are in sight of what scrolls it, with a few before and after. */
export interface Window {
  from: number;
  /** Excluded. */
  to: number;
}

const AROUND = 8;

/** @param rowHeight of every row, in px */
export function useWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number): Window {
  const [{ top, height }, setPlace] = useState({ top: 0, height: 400 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setPlace({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller]);
  return windowOf(top, height, count, rowHeight);
}

/** The rows that some px of a list show. */
export function windowOf(top: number, height: number, count: number, rowHeight: number): Window {
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + AROUND);
  return { from: Math.max(0, Math.min(to, Math.floor(top / rowHeight) - AROUND)), to };
}

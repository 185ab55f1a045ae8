import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

const NEAR_END = 48;

/**
 * Keeps the right end of a growing strip visible while it is live, unless the person has scrolled away from it.
 * @returns the ref for the scrolling element
 */
export function useFollowEnd(live: boolean): RefObject<HTMLElement | null> {
  const scroller = useRef<HTMLElement>(null);
  const following = useRef(true);

  useEffect(() => {
    const element = scroller.current;
    if (!element || !live) return;
    following.current = true;
    const noteScroll = () => {
      following.current = element.scrollLeft + element.clientWidth >= element.scrollWidth - NEAR_END;
    };
    element.addEventListener("scroll", noteScroll, { passive: true });
    return () => element.removeEventListener("scroll", noteScroll);
  }, [live]);

  // After every render: tokens arrive by renders, and only tokens make the strip grow.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && live && following.current) element.scrollLeft = element.scrollWidth;
  });

  return scroller;
}

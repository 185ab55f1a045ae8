import { useCallback, useSyncExternalStore } from "react";
import type { StoreApi } from "zustand/vanilla";

/** Follows a store that changes faster than the screen: renders at most once per frame. */
export function useFrameStore<T>(store: StoreApi<T>): T {
  const subscribe = useCallback(
    (notify: () => void) => {
      let frame = 0;
      const unsubscribe = store.subscribe(() => {
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          notify();
        });
      });
      return () => {
        unsubscribe();
        cancelAnimationFrame(frame);
      };
    },
    [store],
  );
  return useSyncExternalStore(subscribe, store.getState);
}

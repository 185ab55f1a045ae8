import { type RefObject, useEffect } from "react";
import { createStore } from "zustand/vanilla";

/** The reward model whose name is pointed at or focused, in a legend or a sentence; null: none. */
const lit = createStore<{ id: string | null }>(() => ({ id: null }));

/** Makes a name of a reward model light up what figures draw of that model. */
export function lights(id: string) {
  const on = () => lit.setState({ id });
  const off = () => lit.setState({ id: null });
  return { onPointerEnter: on, onPointerLeave: off, onFocus: on, onBlur: off };
}

/**
 * Marks what a figure draws of other reward models as faint while the name of one is pointed at. What is drawn of a
 * model says so by `data-model`.
 */
export function useFaint(figure: RefObject<HTMLElement | null>): void {
  useEffect(
    () =>
      lit.subscribe(({ id }) => {
        for (const element of figure.current?.querySelectorAll<SVGElement>("[data-model]") ?? []) {
          element.toggleAttribute("data-faint", id !== null && element.dataset.model !== id);
        }
      }),
    [figure],
  );
}

import { createStore } from "zustand/vanilla";

/** What is pointed at or focused by its name, in a legend or a sentence: a reward model, a run, a judge; null: nothing. */
const lit = createStore<{ id: string | null }>(() => ({ id: null }));

/**
 * Makes a name light up what figures draw of the thing that it names: all that is drawn of others becomes faint. What
 * is drawn of a thing says so by `data-of`; a canvas listens by `onLit`.
 */
export function lights(id: string) {
  const on = () => light(id);
  const off = () => light(null);
  return { onPointerEnter: on, onPointerLeave: off, onFocus: on, onBlur: off };
}

function light(id: string | null): void {
  lit.setState({ id });
  for (const element of document.querySelectorAll<HTMLElement | SVGElement>("[data-of]")) {
    element.toggleAttribute("data-faint", id !== null && element.dataset.of !== id);
  }
}

/** Tells which thing is named from now on. @returns ends it */
export function onLit(listener: (id: string | null) => void): () => void {
  return lit.subscribe(({ id }) => listener(id));
}

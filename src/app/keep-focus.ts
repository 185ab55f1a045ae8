/**
 * Keeps a person's place on the keyboard: when the focused element is removed and nobody else takes the focus, its
 * nearest ancestor that is still there takes it, so that a screen reader stays and Tab goes on from there.
 * @returns what ends it
 */
export function keepFocus(root: HTMLElement): () => void {
  let way: HTMLElement[] = [];
  const remember = ({ target }: FocusEvent) => {
    way = root.contains(target as Node) ? wayTo(root, target as HTMLElement) : [];
  };
  const mend = () => {
    const [lost] = way;
    // Who removes the element may move the focus in the next frame.
    if (lost && !lost.isConnected) requestAnimationFrame(() => requestAnimationFrame(() => way[0] === lost && give()));
  };
  const give = () => {
    const left = way.find(({ isConnected }) => isConnected);
    way = [];
    if (!left || document.activeElement !== document.body) return;
    if (!left.hasAttribute("tabindex")) {
      left.tabIndex = -1;
      left.addEventListener("blur", () => left.removeAttribute("tabindex"), { once: true });
    }
    left.focus({ preventScroll: true });
  };
  const removals = new MutationObserver(mend);
  root.addEventListener("focusin", remember);
  // A click beside all controls takes the focus from an element that stays.
  const forget = ({ target }: FocusEvent) =>
    requestAnimationFrame(() => {
      if (way[0] === target && way[0]?.isConnected && document.activeElement !== target) way = [];
    });
  root.addEventListener("focusout", forget);
  removals.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener("focusin", remember);
    root.removeEventListener("focusout", forget);
    removals.disconnect();
  };
}

/** An element and its ancestors up to a root, the innermost first. */
function wayTo(root: HTMLElement, element: HTMLElement): HTMLElement[] {
  const way: HTMLElement[] = [];
  for (let at: HTMLElement | null = element; at && at !== root.parentElement; at = at.parentElement) way.push(at);
  return way;
}

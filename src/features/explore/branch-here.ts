import { chipAt } from "./chip.ts";
import { explore } from "./session.ts";

/** Branches off; who chose by keyboard goes on from the chosen token, since the button is gone with its trajectory. */
export async function branchHere(branchId: number, index: number, tokenId: number): Promise<void> {
  // Once the button is gone, what was around it has the focus, unless the person has moved it (`app/keep-focus.ts`).
  const around = ancestors(document.activeElement);
  await explore.branch(branchId, index, tokenId);
  const { activeId } = explore.store.getState();
  requestAnimationFrame(() => {
    if (activeId === null || !around.has(document.activeElement)) return;
    chipAt({ branchId: activeId, column: index + 1 })?.focus();
  });
}

function ancestors(element: Element | null): ReadonlySet<Element | null> {
  const all = new Set<Element | null>();
  for (let at = element?.parentElement; at; at = at.parentElement) all.add(at);
  return all;
}

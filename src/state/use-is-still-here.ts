import { useCallback, useState } from "react";

/** The path in the address bar; the router's own may be ahead of the page that is still in sight. */
const pathInBar = () => location.hash.split("?")[0];

/**
 * Whether the address bar still has the page that asks: while another page's code is on its way, this one is there yet, and
 * what it wrote into the address would be read by the other.
 */
export function useIsStillHere(): () => boolean {
  const [own] = useState(pathInBar);
  return useCallback(() => pathInBar() === own, [own]);
}

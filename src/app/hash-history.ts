import { createBrowserHistory, type RouterHistory } from "@tanstack/react-router";

/**
 * A history of the part of the address behind `#`. The library's own takes what stands before it (`?lang=`, `?embed=`,
 * `?present`) for a part of the page's address, and spoils its last parameter.
 */
export function hashHistory(): RouterHistory {
  return createBrowserHistory({
    parseLocation: () => {
      const href = location.hash.slice(1).replace(/^\/*/, "/");
      const at = href.indexOf("?");
      const [pathname, search] = at < 0 ? [href, ""] : [href.slice(0, at), href.slice(at)];
      return { href, pathname, search, hash: "", state: history.state ?? firstState() };
    },
    createHref: (href: string) => `${location.pathname}${location.search}#${href}`,
  });
}

/** The state of an entry that the router did not make: an address that a person typed, or a link of another page. */
function firstState() {
  const key = String(Math.random());
  return { __TSR_index: 0, __TSR_key: key, key };
}

import { PlaygroundError } from "../errors.ts";

const chosen = new Set<string>();

/** Allows requests to the host of a URL, which a person has chosen. A restricted `fetch` refuses all other hosts. */
export function chooseHost(url: string): void {
  if (URL.canParse(url)) chosen.add(new URL(url).origin);
}

/** The part of the global scope that is restricted; tests pass their own. */
interface Scope {
  fetch: typeof fetch;
  location: { origin: string };
}

/**
 * From now on the scope's `fetch`, which libraries call too, only reaches this site, the chosen hosts, and the hosts to
 * which a chosen host redirects for its files. All other requests are refused.
 */
export function keepToChosenHosts(scope: Scope): void {
  const ask = scope.fetch.bind(scope);
  const own = scope.location.origin;
  scope.fetch = async (input, init) => {
    const { href, protocol, origin } = new URL(input instanceof Request ? input.url : input, own);
    if (origin === own || protocol === "blob:" || protocol === "data:") return ask(input, init);
    if (!chosen.has(origin)) throw refused(href, "a host that was chosen");
    if (protocol !== "https:" && !isThisMachine(origin)) throw refused(href, "an https address");
    const response = await ask(input, init);
    if (response.url) chooseHost(response.url);
    return response;
  };
}

function isThisMachine(origin: string): boolean {
  return ["localhost", "127.0.0.1"].includes(new URL(origin).hostname);
}

function refused(where: string, expected: string): PlaygroundError {
  return new PlaygroundError({
    what: "The playground does not ask this host",
    where,
    expected,
    found: new URL(where).origin,
    fix: "Give the https address of the hub, or of the mirror, that is to be asked.",
  });
}

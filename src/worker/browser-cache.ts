import type { ProbabilityCache } from "../engine/training/edge-probabilities.ts";

const CACHE_NAME = "generation-probabilities";

/** A cache in the browser's Cache API; where that is missing, as at an insecure address, nothing is cached. */
export const browserCache: ProbabilityCache = {
  async get(key) {
    const found = await open().then((cache) => cache?.match(addressOf(key)));
    return found ? ((await found.json()) as number[][]) : null;
  },
  async put(key, q) {
    // A full disk only costs time: the numbers can be computed again.
    await open()
      .then((cache) => cache?.put(addressOf(key), new Response(JSON.stringify(q))))
      .catch(() => {});
  },
};

async function open(): Promise<Cache | null> {
  return typeof caches === "undefined" ? null : caches.open(CACHE_NAME).catch(() => null);
}

function addressOf(key: string): string {
  return `/${CACHE_NAME}/${encodeURIComponent(key)}`;
}

import type { ProbabilityCache } from "../../engine/training/edge-probabilities.ts";

const CACHE_NAME = "generation-probabilities";

/** The browser's own cache; without one, as under an insecure address, nothing is kept. */
export const browserCache: ProbabilityCache = {
  async get(key) {
    const found = await open().then((cache) => cache?.match(addressOf(key)));
    return found ? ((await found.json()) as number[][]) : null;
  },
  async put(key, q) {
    // A full disk costs only time: the numbers can be computed again.
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

/// <reference types="vite-plugin-pwa/client" />
/**
 * Keeps the built playground in the browser, so that after one visit all that is embedded works without a network. A host
 * that cannot send the headers of isolation has them added here: with them, Wasm computes on several threads.
 */
import {
  addPlugins,
  cleanupOutdatedCaches,
  getCacheKeyForURL,
  type PrecacheEntry,
  precacheAndRoute,
} from "workbox-precaching";
import { isolated } from "./isolated.ts";
import { neededHere } from "./needed-here.ts";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] };

addPlugins([{ cacheWillUpdate: async ({ response }) => (response.ok ? isolated(response) : null) }]);
precacheAndRoute(neededHere(self.__WB_MANIFEST, "Suspending" in WebAssembly));
cleanupOutdatedCaches();

// As soon as this worker is ready it serves pages that are open already, so that even the first visit can go offline.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/**
 * Every file of the site is kept, so what is not kept is not there. A checkpoint is asked (HEAD) for files that it may lack, which
 * Workbox leaves to the network; without a network the answer is still the host's, and not a failure to reach it.
 */
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isKept = getCacheKeyForURL(request.url) !== undefined;
  if (!request.url.startsWith(self.registration.scope) || (isKept && request.method !== "HEAD")) return;
  const status = isKept ? 200 : 404;
  event.respondWith(fetch(request).catch(() => isolated(new Response(null, { status }))));
});

/** A page asks a new version to take over; other tabs would lose the files that their version still has to load. */
self.addEventListener("message", (event) => {
  if (event.data !== "take over") return;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (tabs) => {
      if (tabs.length > 1) event.ports[0]?.postMessage("other tabs are open");
      else await self.skipWaiting();
    }),
  );
});

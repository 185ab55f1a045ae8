import { Workbox } from "workbox-window";
import { createStore } from "zustand/vanilla";

/** A newer version, which a reload would open. */
export interface NewerVersion {
  /** `version`: a newer playground is kept and waits; `threads`: Wasm may compute on several threads. */
  kind: "version" | "threads" | null;
  /** Other tabs still run the old version, and would lose files that they have not loaded yet. */
  otherTabs: boolean;
}

export const offer = createStore<NewerVersion>(() => ({ kind: null, otherTabs: false }));

let registration: ServiceWorkerRegistration | undefined;

/**
 * Registers the service worker that keeps the built playground in the browser. A page is never reloaded by itself: a run
 * may be under way.
 */
export async function keepForOffline(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const workbox = new Workbox(new URL("service-worker.js", document.baseURI).href);
  workbox.addEventListener("waiting", () => offer.setState({ kind: "version" }));
  // On a host that sends no headers of isolation the first visit has one thread; the service worker adds them from then on.
  workbox.addEventListener("controlling", ({ isUpdate }) => {
    if (!isUpdate && !crossOriginIsolated) offer.setState({ kind: "threads" });
  });
  // A browser that keeps nothing, such as a private window, refuses: the playground then works while there is a network.
  registration = await workbox.register().catch(() => undefined);
}

/** Reloads into what was offered, at a person's wish. */
export function takeOffer(): void {
  const { kind } = offer.getState();
  if (kind === "threads") location.reload();
  if (kind !== "version") return;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => offer.setState({ otherTabs: true });
  registration?.waiting?.postMessage("take over", [port2]);
}

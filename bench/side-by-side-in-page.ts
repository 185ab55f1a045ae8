import type { SideBySideRequest, SideBySideTimes } from "./side-by-side.worker.ts";

/** One training in a fresh worker. */
export function timeSideBySide(steps: number, workers: boolean): Promise<SideBySideTimes> {
  const worker = new Worker(new URL("./side-by-side.worker.ts", import.meta.url), { type: "module" });
  const request: SideBySideRequest = { site: new URL("/", document.baseURI).href, steps, workers };
  return new Promise<SideBySideTimes>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}

import { watched } from "./life.ts";

/** A web worker of its own for runs that are trained beside others. */
export function spawnRunWorker(): Worker {
  return watched(new Worker(new URL("./run.worker.ts", import.meta.url), { type: "module" }));
}

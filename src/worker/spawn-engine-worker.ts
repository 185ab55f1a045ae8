import { watched } from "./life.ts";

/** Starts a worker that `EngineClient` asks. */
export function spawnEngineWorker(): Worker {
  return watched(new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module" }));
}

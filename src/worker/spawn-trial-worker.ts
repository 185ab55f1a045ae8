import { TrialWorker } from "../engine/sweep/trial-worker.ts";
import { workerChannel } from "./channel.ts";
import type { SweepSetup } from "./handlers/sweep/materials.ts";
import { watched } from "./life.ts";

/** Starts a web worker for the trials of a sweep. */
export function spawnTrialWorker(setup: SweepSetup): TrialWorker {
  const worker = watched(new Worker(new URL("./sweep.worker.ts", import.meta.url), { type: "module" }));
  return new TrialWorker<SweepSetup>(workerChannel(worker), setup);
}

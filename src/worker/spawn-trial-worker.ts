import { type TrialChannel, TrialWorker } from "../engine/sweep/trial-worker.ts";
import type { SweepSetup } from "./handlers/sweep/materials.ts";
import { watched } from "./life.ts";

/** Starts a web worker for the trials of a sweep. */
export function spawnTrialWorker(setup: SweepSetup): TrialWorker {
  const worker = watched(new Worker(new URL("./sweep.worker.ts", import.meta.url), { type: "module" }));
  return new TrialWorker<SweepSetup>(trialChannel(worker), setup);
}

/** @param worker one that `watched` watches */
export function trialChannel(worker: Worker): TrialChannel<SweepSetup> {
  return {
    post: (message) => worker.postMessage(message),
    listen(hear, died) {
      worker.onmessage = ({ data }) => hear(data);
      worker.onerror = (event) => {
        event.preventDefault();
        died(event.message || "it could not start");
      };
    },
    close: () => worker.terminate(),
  };
}

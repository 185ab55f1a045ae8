import { Worker } from "node:worker_threads";
import type { Backend } from "../../engine/device.ts";
import { TrialWorker } from "../../engine/sweep/trial-worker.ts";
import { threadChannel } from "../thread-channel.ts";
import type { SweepSources } from "./materials.ts";

export interface ThreadSetup {
  backend: Backend;
  sources: SweepSources;
}

/** Starts a thread for trials, with the loaders of this one. */
export function spawnThread(setup: ThreadSetup): TrialWorker {
  const thread = new Worker(new URL("./thread.mjs", import.meta.url));
  return new TrialWorker<ThreadSetup>(threadChannel(thread), setup);
}

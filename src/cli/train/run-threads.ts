import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { RunChannel, RunWorkers } from "../../flows/train/workers/messages.ts";
import { threadChannel } from "../thread-channel.ts";

/** Threads for runs. @param split over how many of them a run alone is split; null: as many as measurement shows to pay */
export function runThreads(split: number | null): RunWorkers {
  return { cores: availableParallelism(), shareMemory: true, split, spawn: spawnRunThread, prepare() {} };
}

/** Starts a thread, with the loaders of this one. */
function spawnRunThread(): RunChannel {
  const thread = new Worker(new URL("./run-thread.mjs", import.meta.url));
  return {
    ...threadChannel(thread),
    // A command trains once.
    release: () => void thread.terminate(),
  };
}

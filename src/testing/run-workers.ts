import { expect } from "vitest";
import type { FromRunWorker, RunChannel, RunWorkers } from "../flows/train/workers/messages.ts";
import { serveRuns } from "../flows/train/workers/serve-runs.ts";

/** Workers of this thread, to which everything comes as a copy, as to those of their own. @param cut breaks a message's way */
export function workersOf(
  cores: number,
  cut: (spawned: number, message: FromRunWorker) => boolean = () => false,
  split = 1,
) {
  let spawned = 0;
  const waiting: RunChannel[] = [];
  const spawn = (): RunChannel => waiting.shift() ?? spawnOne();
  const spawnOne = (): RunChannel => {
    const own = spawned++;
    let hear: (message: FromRunWorker) => void = () => {};
    let died: (reason: string) => void = () => {};
    const answer = serveRuns((message) => {
      if (cut(own, message)) died("it was cut off");
      else hear(structuredClone(message));
    });
    const channel: RunChannel = {
      post: (message) => answer(structuredClone(message)),
      listen: (...ears) => ([hear, died] = ears),
      // One that was given back is another training's.
      close: () => expect(waiting).not.toContain(channel),
      release: () => void waiting.push(channel),
    };
    return channel;
  };
  const workers: RunWorkers = { cores, shareMemory: true, split, spawn, prepare: () => {} };
  return { workers, spawned: () => spawned };
}

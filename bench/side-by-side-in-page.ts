import { answerOf } from "./answer-of.ts";
import type { SideBySideRequest, SideBySideTimes } from "./side-by-side.worker.ts";

/**
 * How runs share the cores: one after another on one thread, one after another with products on all threads, or each in a
 * worker of its own.
 */
export type Arrangement = "one thread" | "turns" | "workers";

/** One training in a fresh worker. */
export function timeSideBySide(steps: number, arrangement: Arrangement): Promise<SideBySideTimes> {
  const worker =
    arrangement === "one thread"
      ? new Worker(new URL("./side-by-side-one-thread.worker.ts", import.meta.url), { type: "module" })
      : new Worker(new URL("./side-by-side.worker.ts", import.meta.url), { type: "module" });
  const site = new URL("/", document.baseURI).href;
  const request: SideBySideRequest = { site, steps, workers: arrangement === "workers" };
  return answerOf(worker, request);
}

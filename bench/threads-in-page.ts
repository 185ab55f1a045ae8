import { answerOf } from "./answer-of.ts";
import type { ThreadsRequest } from "./threads.worker.ts";

/** Steps in a fresh worker, whose kernels use one thread or as many as a training's. */
export function timeThreads(request: ThreadsRequest, threads: "one" | "all"): Promise<number[]> {
  const worker =
    threads === "one"
      ? new Worker(new URL("./threads-one.worker.ts", import.meta.url), { type: "module" })
      : new Worker(new URL("./threads.worker.ts", import.meta.url), { type: "module" });
  return answerOf(worker, { ...request, base: new URL(request.base, document.baseURI).href });
}

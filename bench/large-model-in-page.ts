import { answerOf } from "./answer-of.ts";
import type { LargeModelRequest, LargeModelSteps } from "./large-model.worker.ts";

/** Steps in a fresh worker. */
export function timeLargeModel(request: LargeModelRequest): Promise<LargeModelSteps> {
  const worker = new Worker(new URL("./large-model.worker.ts", import.meta.url), { type: "module" });
  return answerOf(worker, request);
}

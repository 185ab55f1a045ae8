import type { LargeModelRequest, LargeModelSteps } from "./large-model.worker.ts";

/** Steps in a fresh worker. */
export function timeLargeModel(request: LargeModelRequest): Promise<LargeModelSteps> {
  const worker = new Worker(new URL("./large-model.worker.ts", import.meta.url), { type: "module" });
  return new Promise<LargeModelSteps>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}

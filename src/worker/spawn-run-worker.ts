import type { RunChannel } from "../flows/train/workers/messages.ts";
import { watched } from "./life.ts";

/** A web worker of its own for runs that are trained beside others. */
export function spawnRunWorker(): RunChannel {
  const worker = watched(new Worker(new URL("./run.worker.ts", import.meta.url), { type: "module" }));
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

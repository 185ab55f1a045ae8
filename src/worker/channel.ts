import type { Channel } from "../engine/channel.ts";

/** @param worker one that `watched` watches */
export function workerChannel<Sent, Heard>(worker: Worker): Channel<Sent, Heard> {
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

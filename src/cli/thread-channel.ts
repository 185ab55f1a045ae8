import type { Worker } from "node:worker_threads";
import type { Channel } from "../engine/channel.ts";

export function threadChannel<Sent, Heard>(thread: Worker): Channel<Sent, Heard> {
  return {
    post: (message) => thread.postMessage(message),
    listen(hear, died) {
      thread.on("message", hear);
      thread.on("error", (error) => died(error.message));
      thread.on("exit", () => died("it exited"));
    },
    close: () => void thread.terminate(),
  };
}

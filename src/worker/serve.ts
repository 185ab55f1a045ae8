import { reportOf } from "../engine/errors.ts";
import { heardMessage } from "./message-form.ts";
import type { Events, FromWorker, RequestKind, RequestOf, Results, ToWorker } from "./protocol.ts";

/** What a handler gets beside its request. */
export interface Call<K extends RequestKind> {
  emit(event: Events[K]): void;
  /** Aborted when the page cancels. A handler then throws `signal.reason` or returns a partial result. */
  signal: AbortSignal;
}

export type Handlers = { [K in RequestKind]: (request: RequestOf<K>, call: Call<K>) => Promise<Results[K]> };

/** The worker's end of a channel: `self` in a worker, a `MessagePort` in tests. */
export interface WorkerEnd {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

/** Answers every request that arrives at `end` with its handler; thrown errors are sent as reports. */
export function serve(end: WorkerEnd, handlers: Handlers): void {
  const running = new Map<number, AbortController>();

  async function answer<K extends RequestKind>(id: number, request: RequestOf<K>): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = handlers[request.kind as K];
      const emit = (event: Events[K]) => end.postMessage({ type: "event", id, event });
      const result = await handler(request, { emit, signal: controller.signal });
      end.postMessage({ type: "result", id, result });
    } catch (error) {
      if (controller.signal.aborted) end.postMessage({ type: "cancelled", id });
      else end.postMessage({ type: "error", id, report: reportOf(error) });
    } finally {
      running.delete(id);
    }
  }

  end.onmessage = ({ data }) => {
    const message = heardMessage(data);
    if (message === null) return;
    if (message.type === "cancel") running.get(message.id)?.abort();
    else if (message.type === "unreadable")
      end.postMessage({ type: "error", id: message.id, report: message.error.report });
    else void answer(message.id, message.request);
  };
}

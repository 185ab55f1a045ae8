import { reportOf } from "../engine/errors.ts";
import { lossBehind } from "../engine/gpu-failure.ts";
import type { Call, CallKind, EventOf, FromWorker, Handlers, RequestOf, ToWorker } from "./calls.ts";
import { heardMessage } from "./message-form.ts";

/** The worker's end of a channel: `self` in a worker, a `MessagePort` in tests. */
export interface WorkerEnd {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

/** Answers every request that arrives at `end` with its handler; thrown errors are sent as reports. */
export function serve(end: WorkerEnd, handlers: Handlers): void {
  const running = new Map<number, AbortController>();

  async function answer<K extends CallKind>(id: number, request: RequestOf<K>): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const emit = (event: EventOf<K>) => end.postMessage({ type: "event", id, event });
      const result = await handle(handlers, request, { emit, signal: controller.signal });
      end.postMessage({ type: "result", id, result });
    } catch (error) {
      const loss = await lossBehind();
      // What an error says that comes of a lost GPU would not help a person.
      if (loss) end.postMessage({ type: "error", id, report: loss.report, isOver: true });
      else if (controller.signal.aborted) end.postMessage({ type: "cancelled", id });
      else end.postMessage({ type: "error", id, report: reportOf(error), isOver: false });
    } finally {
      running.delete(id);
    }
  }

  end.onmessage = ({ data }) => {
    const message = heardMessage(data);
    if (message === null) return;
    if (message.type === "cancel") running.get(message.id)?.abort();
    else if (message.type === "unreadable")
      end.postMessage({ type: "error", id: message.id, report: message.error.report, isOver: false });
    else void answer(message.id, message.request);
  };
}

/** Handlers of the calls in `flow`, which `load` brings at the first request; if that fails, at the next request. */
export function loadedWhenAsked<K extends CallKind>(
  flow: { readonly [Kind in K]: unknown },
  load: () => Promise<Handlers<K>>,
): Handlers<K> {
  let loading: Promise<Handlers<K>> | null = null;
  const loaded = () => {
    loading ??= load().catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  };
  const answer = async (request: RequestOf<K>, call: Call<K>) => handle(await loaded(), request, call);
  return Object.fromEntries(Object.keys(flow).map((kind) => [kind, answer])) as unknown as Handlers<K>;
}

function handle<K extends CallKind>(handlers: Handlers<K>, request: RequestOf<K>, call: Call<K>) {
  return handlers[request.kind](request, call);
}

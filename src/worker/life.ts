import { hold, whenFree } from "../storage/locks.ts";

/** The first message of a worker: the lock that it holds as long as it lives. */
interface Alive {
  type: "alive";
  life: string;
}

/** In a worker: holds a lock until the worker ends in whatever way, and tells the page which one. */
export async function tellLife(): Promise<void> {
  if (!navigator.locks) return;
  const life = `worker:${crypto.randomUUID()}`;
  await hold(life);
  self.postMessage({ type: "alive", life } satisfies Alive);
}

/**
 * Makes a worker that the browser or the system ends, as for lack of memory, end with an `error` event, as a worker does
 * that throws: browsers send none for it. The worker's script has to call `tellLife`.
 */
export function watched(worker: Worker): Worker {
  const watch = new AbortController();
  const { signal } = watch;
  worker.addEventListener("message", (event: MessageEvent<Partial<Alive>>) => {
    const { type, life } = event.data;
    if (type !== "alive" || !life) return;
    // This message is not part of the worker's protocol.
    event.stopImmediatePropagation();
    const died = async () => {
      if (signal.aborted) return;
      const message = "the browser or the system ended it without a word, most often for lack of memory";
      worker.dispatchEvent(new ErrorEvent("error", { message }));
    };
    void whenFree(life, died, signal);
  });
  const terminate = worker.terminate.bind(worker);
  worker.terminate = () => {
    watch.abort();
    terminate();
  };
  return worker;
}

import { PlaygroundError } from "../engine/errors.ts";
import type { CallKind, EventOf, FromWorker, RequestOf, ResultOf, ToWorker } from "./calls.ts";

/** The part of a `Worker` that the client needs; tests pass one end of a `MessageChannel`. */
export interface WorkerLike {
  postMessage(message: ToWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  terminate(): void;
}

export interface RequestOptions<K extends CallKind> {
  /**
   * Aborting sends a cancel message; the worker's answer then settles the promise: a partial result or an `AbortError`.
   */
  signal?: AbortSignal;
  onEvent?: (event: EventOf<K>) => void;
  transfer?: Transferable[];
}

interface Pending {
  resolve(result: ResultOf<CallKind>): void;
  reject(error: Error): void;
  onEvent(event: EventOf<CallKind>): void;
}

/** The page's end of the protocol, with one worker at a time; `restart` replaces a crashed worker. */
export class EngineClient {
  readonly #spawn: () => WorkerLike;
  readonly #onCrash: (error: PlaygroundError) => void;
  #worker: WorkerLike | undefined;
  #pending = new Map<number, Pending>();
  #lastId = 0;

  /** @param onCrash called when a worker dies by itself or loses its GPU; its requests are rejected with the same error */
  constructor(spawn: () => WorkerLike, onCrash: (error: PlaygroundError) => void = () => {}) {
    this.#spawn = spawn;
    this.#onCrash = onCrash;
  }

  /**
   * Sends a request. Rejects with a `PlaygroundError`, or with an `AbortError` if it was cancelled without a result.
   */
  request<K extends CallKind>(request: RequestOf<K>, options: RequestOptions<K> = {}): Promise<ResultOf<K>> {
    const { signal, onEvent, transfer } = options;
    if (signal?.aborted) return Promise.reject(aborted());
    const worker = this.#running();
    const id = ++this.#lastId;
    const cancel = () => worker.postMessage({ type: "cancel", id });
    return new Promise<ResultOf<K>>((resolve, reject) => {
      this.#pending.set(id, {
        // The worker answers a request of kind K with a result and events of kind K, as `Handlers` demands.
        resolve: (result) => resolve(result as ResultOf<K>),
        reject,
        onEvent: (event) => onEvent?.(event as EventOf<K>),
      });
      signal?.addEventListener("abort", cancel, { once: true });
      worker.postMessage({ type: "request", id, request: request as RequestOf }, transfer);
    }).finally(() => signal?.removeEventListener("abort", cancel));
  }

  /** Ends the worker and rejects its open requests; the next request starts a new worker. */
  restart(): void {
    this.#fail(
      new PlaygroundError({
        what: "The engine was restarted before it could answer",
        where: "worker",
        fix: "Ask again.",
      }),
    );
  }

  #running(): WorkerLike {
    if (this.#worker) return this.#worker;
    const worker = this.#spawn();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#crash(event.message ? `The engine stopped: ${event.message}` : "The engine could not start");
    };
    worker.onmessageerror = () => this.#crash("The engine sent something the page cannot read");
    this.#worker = worker;
    return worker;
  }

  #receive(message: FromWorker): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if (message.type === "event") {
      pending.onEvent(message.event);
      return;
    }
    this.#pending.delete(message.id);
    if (message.type === "result") pending.resolve(message.result);
    else if (message.type === "cancelled") pending.reject(aborted());
    else {
      const error = new PlaygroundError(message.report);
      pending.reject(error);
      if (message.isOver) this.#end(error);
    }
  }

  #crash(what: string): void {
    const error = new PlaygroundError({
      what,
      where: "worker",
      fix: "Restart the engine; what you typed and generated is kept.",
    });
    this.#end(error);
  }

  #end(error: PlaygroundError): void {
    this.#fail(error);
    this.#onCrash(error);
  }

  #fail(error: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}

function aborted(): DOMException {
  return new DOMException("Cancelled", "AbortError");
}

/** Whether an error only means that the person cancelled. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FromWorker, Handlers, ToWorker } from "../../src/worker/calls.ts";
import type { WorkerLike } from "../../src/worker/client.ts";
import { alignCalls } from "../../src/worker/handlers/align/calls.ts";
import { evaluateHandlers } from "../../src/worker/handlers/evaluate/handlers.ts";
import { exploreHandlers } from "../../src/worker/handlers/explore/handlers.ts";
import { OpenedEngine } from "../../src/worker/opened-engine.ts";
import { loadedWhenAsked, serve, type WorkerEnd } from "../../src/worker/serve.ts";

// Node 20 has no navigator; without quota and locks, the storage keeps everything in memory.
if (typeof navigator === "undefined") Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });

/** The address under which the engine fetches the files of `public/`, as in a browser. */
export const SITE = "http://playground.test/";

/** Answers requests to `SITE` with the files of `public/`. @returns a function that undoes this */
export function serveSite(): () => void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input) => {
    const address = String(input instanceof Request ? input.url : input);
    if (!address.startsWith(SITE)) return fetch(input);
    const bytes = await readFile(join("public", address.slice(SITE.length))).catch(() => null);
    return bytes ? new Response(new Uint8Array(bytes)) : new Response(null, { status: 404 });
  };
  return () => {
    globalThis.fetch = fetch;
  };
}

/** The handlers of the engine's worker that recordings need, on Wasm. */
function engineHandlers(): Partial<Handlers> {
  const engine = new OpenedEngine(() => ({ backend: "wasm", threads: 1 }));
  return {
    ...exploreHandlers(engine),
    ...evaluateHandlers(engine),
    ...loadedWhenAsked(alignCalls, async () => {
      const { AlignmentService } = await import("../../src/worker/handlers/align/service.ts");
      return new AlignmentService(engine);
    }),
  };
}

/** An engine in this process, behind the protocol between pages and workers. */
export function engineInProcess(handlers: Partial<Handlers> = engineHandlers()): WorkerLike {
  const page: WorkerLike = {
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (data: ToWorker) => void queueMicrotask(() => worker.onmessage?.({ data } as MessageEvent<ToWorker>)),
    terminate: () => {},
  };
  const worker: WorkerEnd = {
    onmessage: null,
    postMessage: (data) =>
      void queueMicrotask(() => page.onmessage?.({ data: structuredClone(data) } as MessageEvent<FromWorker>)),
  };
  // No other requests are made here.
  serve(worker, handlers as Handlers);
  return page;
}

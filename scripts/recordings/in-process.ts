import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chooseDevice, type DeviceReport } from "../../src/engine/device.ts";
import type { RuntimeOptions } from "../../src/engine/onnx/session.ts";
import type { WorkerLike } from "../../src/worker/client.ts";
import { evaluationHandlers } from "../../src/worker/handlers/evaluate/handlers.ts";
import { measureValues } from "../../src/worker/handlers/explore/measure-values.ts";
import { completePrompt, problems } from "../../src/worker/handlers/explore/problems.ts";
import { generate, score } from "../../src/worker/handlers/explore/trajectory.ts";
import { Models } from "../../src/worker/models.ts";
import type { FromWorker, ToWorker } from "../../src/worker/protocol.ts";
import { type Handlers, serve, type WorkerEnd } from "../../src/worker/serve.ts";

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

type Answered = "start" | "loadModels" | "generate" | "score" | "measureValues" | "problems" | "completePrompt";

/** The handlers of the engine's worker that recordings need, on Wasm. */
function engineHandlers(): Pick<Handlers, Answered | "evaluate" | "bestOfN"> {
  const models = new Models();
  const device: Promise<DeviceReport> = chooseDevice("wasm");
  const runtime: RuntimeOptions = { backend: "wasm", threads: 1 };
  return {
    start: () => device,
    loadModels: ({ folder }, { emit, signal }) => models.load(folder, runtime, signal, emit),
    generate: (request, call) => generate(models, request, call),
    score: (request, call) => score(models, request, call),
    measureValues: (request, call) => measureValues(models, request, call),
    problems,
    completePrompt: async (request) => completePrompt(models.policy, request),
    ...evaluationHandlers(models, () => runtime),
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

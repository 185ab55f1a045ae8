import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chooseDevice, type DeviceReport } from "../../src/engine/device.ts";
import type { RuntimeOptions } from "../../src/engine/onnx/session.ts";
import type { WorkerLike } from "../../src/worker/client.ts";
import { evaluationHandlers } from "../../src/worker/handlers/evaluation-lazy.ts";
import { measureValues } from "../../src/worker/handlers/measure-values.ts";
import { completePrompt, problems } from "../../src/worker/handlers/problems.ts";
import { generate, score } from "../../src/worker/handlers/trajectory.ts";
import { Models } from "../../src/worker/models.ts";
import type { FromWorker, ToWorker } from "../../src/worker/protocol.ts";
import { type Handlers, serve, type WorkerEnd } from "../../src/worker/serve.ts";

// Node 20 has none; without quota and locks, the storage keeps everything in memory.
if (typeof navigator === "undefined") Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });

/** Where the files of `public/` seem to lie for the engine, which fetches them as it does in a browser. */
export const SITE = "http://playground.test/";

/** Answers what is asked of `SITE` with the files of `public/`. @returns the way back */
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

/** The handlers of the engine's worker that recordings are made with, on Wasm. */
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

/** The engine in this process, behind the protocol that pages speak with their workers. */
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
  // Nothing else is asked of it here.
  serve(worker, handlers as Handlers);
  return page;
}

import "../no-web-worker.ts";
import type { OnnxRuntime } from "../onnx/runtime.ts";

export type Library = typeof import("@huggingface/transformers");

/**
 * transformers.js, loaded when something first asks for it, upon the ONNX Runtime that runs everything here: it takes a
 * runtime that the page exposes under this symbol, and so neither brings one of its own nor asks a CDN for its Wasm. It is
 * given opened sessions and parsed files, and fetches nothing itself.
 */
export async function transformersLibrary(runtime: OnnxRuntime): Promise<Library> {
  const place = Symbol.for("onnxruntime");
  const global = globalThis as unknown as Record<symbol, unknown>;
  // Without `env.wasm`: its addresses are set where ONNX Runtime is loaded.
  global[place] ??= { InferenceSession: runtime.library.InferenceSession, Tensor: runtime.library.Tensor, env: {} };
  const library = await import("@huggingface/transformers");
  const { env, LogLevel } = library;
  Object.assign(env, {
    ...{ allowRemoteModels: false, allowLocalModels: false, useBrowserCache: false, useFSCache: false },
    logLevel: LogLevel.NONE,
  });
  return library;
}

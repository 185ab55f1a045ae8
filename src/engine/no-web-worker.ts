/*
 * Imported by all that load jax-js or ONNX Runtime, this keeps Node without `Worker`, as it begins. ONNX Runtime defines
 * `Worker` under Node when its first session opens. jax-js 0.1.25 asks for it when it makes its memory, which it shares if
 * there is a `Worker`, and again for every kernel that it compiles, so that a kernel compiled after ONNX Runtime opened did
 * not fit the memory made before. Neither uses threads under Node. `no-web-worker.test.ts` says whether it is needed.
 */
if (!("Worker" in globalThis)) {
  Object.defineProperty(globalThis, "Worker", { get: () => undefined, set: () => {}, configurable: true });
}

export {};

import asyncifyLoader from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import asyncifyBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import jspiLoader from "onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url";
import jspiBinary from "onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url";

const absolute = (address: string) => new URL(address, import.meta.url).href;

/**
 * Addresses of ONNX Runtime's Wasm for `env.wasm.wasmPaths`; set them before the first session, or it asks a CDN. Both
 * binaries contain the WebGPU and the Wasm provider. The JSPI build is smaller (17 MB instead of 27), compiles and runs
 * faster, but needs JavaScript promise integration; the Asyncify build runs everywhere.
 */
export const ortWasmPaths =
  "Suspending" in WebAssembly
    ? { mjs: absolute(jspiLoader), wasm: absolute(jspiBinary) }
    : { mjs: absolute(asyncifyLoader), wasm: absolute(asyncifyBinary) };

import "./no-web-worker.ts";
import { defaultDevice, getWebGPUDevice, init } from "@jax-js/jax";
import { coalesceSubmits } from "./coalesced-submits.ts";
import type { Backend } from "./device.ts";
import { PlaygroundError } from "./errors.ts";
import { hashInIntegers } from "./expression-hash.ts";
import { endAtFirstError, lossOfDevice } from "./gpu-failure.ts";
import { keepInstances } from "./kept-instances.ts";
import { growAhead } from "./wasm-growth.ts";

/**
 * Bytes that arrays on Wasm can use of the 4 GiB that 32 bits address. jax-js 0.1.25 reuses a freed array's place only
 * for an array of the same size, which left a ninth of the heap empty in `npm run bench -- --only large-model`.
 */
const WASM_ARRAYS = 0.85 * 2 ** 32;

/** Initialises jax-js on a backend and makes that backend the default. May be called again. */
export async function openJax(backend: Backend): Promise<void> {
  hashInIntegers();
  const ready = await init(backend);
  if (!ready.includes(backend)) {
    throw new PlaygroundError({
      what: `jax-js could not start on ${backend}`,
      expected: backend,
      found: ready.join(", ") || "no backend",
      fix: backend === "webgpu" ? "Use the Wasm backend." : "Use a browser with WebAssembly SIMD.",
    });
  }
  if (backend === "webgpu") {
    endAtFirstError(getWebGPUDevice());
    coalesceSubmits(getWebGPUDevice());
  } else {
    growAhead();
    keepInstances();
  }
  defaultDevice(backend);
}

/** Bytes that arrays may take on jax-js's device; Infinity if the limit is not known. */
export interface MemoryLimits {
  all: number;
  /** Limit of a single array. */
  array: number;
  /** Whether numbers can be stored in half precision. */
  f16: boolean;
}

/**
 * Limits of the device that `openJax` made the default. A GPU tells the largest buffer, but not how much memory it has.
 */
export function memoryLimits(): MemoryLimits {
  if (defaultDevice() !== "webgpu") return { all: WASM_ARRAYS, array: WASM_ARRAYS, f16: false };
  const { features, limits } = getWebGPUDevice();
  return {
    all: Number.POSITIVE_INFINITY,
    array: Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize),
    // jax-js needs a Float16Array for half precision, which some browsers and Node before 24 lack.
    f16: features.has("shader-f16") && "Float16Array" in globalThis,
  };
}

/** Resolves when jax-js loses its GPU, and with it all arrays. Never settles on Wasm. */
export function deviceLoss(backend: Backend): Promise<PlaygroundError> {
  return backend === "wasm" ? new Promise(() => {}) : lossOfDevice(getWebGPUDevice());
}

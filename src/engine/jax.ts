import { defaultDevice, getWebGPUDevice, init } from "@jax-js/jax";
import type { Backend } from "./device.ts";
import { PlaygroundError } from "./errors.ts";

/**
 * What arrays on Wasm can take of the 4 GiB that 32 bits address: jax-js 0.1.25 gives the place of a freed array to one of
 * the same size only, which left a ninth of the heap empty where it was measured (`npm run bench -- --only large-model`).
 */
const WASM_ARRAYS = 0.85 * 2 ** 32;

/** Readies jax-js on a backend and makes it the default. Safe to call again. */
export async function openJax(backend: Backend): Promise<void> {
  const ready = await init(backend);
  if (!ready.includes(backend)) {
    throw new PlaygroundError({
      what: `jax-js could not start on ${backend}`,
      expected: backend,
      found: ready.join(", ") || "no backend",
      fix: backend === "webgpu" ? "Use the Wasm backend." : "Use a browser with WebAssembly SIMD.",
    });
  }
  defaultDevice(backend);
}

/** Bytes that arrays may take where jax-js computes; Infinity where nobody can know. */
export interface MemoryLimits {
  all: number;
  /** One array by itself. */
  array: number;
  /** Whether numbers can be stored in half precision. */
  f16: boolean;
}

/** Of the device that `openJax` has made the default. A GPU tells what one buffer may take, not what it has. */
export function memoryLimits(): MemoryLimits {
  if (defaultDevice() !== "webgpu") return { all: WASM_ARRAYS, array: WASM_ARRAYS, f16: false };
  const { features, limits } = getWebGPUDevice();
  return {
    all: Number.POSITIVE_INFINITY,
    array: Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize),
    // jax-js takes such numbers as a Float16Array, which a browser may lack: Node before 24 does.
    f16: features.has("shader-f16") && "Float16Array" in globalThis,
  };
}

/**
 * Resolves when jax-js loses its GPU, and all its arrays with it: reset by the driver, taken by the system, unplugged.
 * Never settles on Wasm.
 */
export async function deviceLoss(backend: Backend): Promise<PlaygroundError> {
  if (backend === "wasm") return new Promise(() => {});
  const { reason, message } = await getWebGPUDevice().lost;
  return new PlaygroundError({
    what: "The GPU was lost",
    where: "device",
    expected: "a GPU that stays until the work is done",
    found: message || reason,
    fix: "Go on with a fresh one. If it is lost again, choose Wasm: device=wasm in the address.",
  });
}

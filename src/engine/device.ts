import { PlaygroundError } from "./errors.ts";

export type Backend = "webgpu" | "wasm";

/** "auto" prefers WebGPU. */
export type DeviceChoice = Backend | "auto";

/** The backend of the numeric work, and why it was chosen. */
export interface DeviceReport {
  backend: Backend;
  /** The reason as one sentence for a person. */
  reason: string;
  /** The GPU's own description; null on Wasm. */
  adapter: string | null;
  /** Whether the adapter computes in half precision (`shader-f16`). */
  f16: boolean;
  /** Limits of the adapter in bytes; null on Wasm. */
  limits: { maxBufferSize: number; maxStorageBufferBindingSize: number } | null;
  /** Threads that Wasm may use; 1 where the page has no SharedArrayBuffer. */
  threads: number;
}

/**
 * Chooses WebGPU if there is an adapter, otherwise Wasm.
 * @param wanted the backend to use; `auto` prefers WebGPU
 * @throws PlaygroundError if `wanted` is WebGPU and there is no adapter
 */
export async function chooseDevice(wanted: DeviceChoice = "auto"): Promise<DeviceReport> {
  if (wanted === "wasm") return wasm("Wasm was asked for.");
  const gpu = globalThis.navigator?.gpu;
  const adapter = gpu ? await gpu.requestAdapter({ powerPreference: "high-performance" }).catch(() => null) : null;
  if (adapter) return webgpu(adapter);
  const reason = gpu ? "There is WebGPU here, but no adapter for it." : "There is no WebGPU here.";
  if (wanted === "auto") return wasm(`${reason} Everything runs on Wasm instead, more slowly.`);
  throw new PlaygroundError({
    what: "WebGPU was asked for and cannot be had",
    expected: "a WebGPU adapter",
    found: reason,
    fix: "Use the Wasm backend, or a browser with WebGPU enabled; in Node, install the package webgpu.",
  });
}

function wasm(reason: string): DeviceReport {
  return { backend: "wasm", reason, adapter: null, f16: false, limits: null, threads: wasmThreads() };
}

function webgpu(adapter: GPUAdapter): DeviceReport {
  const { vendor, architecture, description } = adapter.info;
  const name = description || [vendor, architecture].filter(Boolean).join(" ") || "unnamed adapter";
  return {
    backend: "webgpu",
    reason: `WebGPU on ${name}.`,
    adapter: name,
    f16: adapter.features.has("shader-f16"),
    limits: {
      maxBufferSize: adapter.limits.maxBufferSize,
      maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
    },
    threads: wasmThreads(),
  };
}

/**
 * Number of Wasm threads. Threads need SharedArrayBuffer, which a browser gives only to cross-origin isolated pages; a
 * worker may be limited to one thread.
 */
function wasmThreads(): number {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true;
  return isolated && typeof SharedArrayBuffer === "function" ? navigator.hardwareConcurrency : 1;
}
